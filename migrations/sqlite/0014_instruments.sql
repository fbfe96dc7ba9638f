-- Acceptance minutes and evidence agreements are notices that carry an instrument. Columns of the projections of 0002, filled as a
-- replay of earlier entries would: those were letters.
ALTER TABLE notice ADD COLUMN paper TEXT NOT NULL DEFAULT 'letter';
-- What the client said of the whole: accepted, reserved or refused.
ALTER TABLE notice ADD COLUMN resolution TEXT;
-- Of a draft, as JSON in the shape of the ledger's Instrument; none of a letter.
ALTER TABLE draft_notice ADD COLUMN instrument TEXT;
