-- Mails that came back, and mails that came in.
-- What the newest report about a mail said, and when; none without one. Columns of the projections of 0002.
ALTER TABLE delivery ADD COLUMN returned BIGINT;
ALTER TABLE delivery ADD COLUMN returned_action TEXT;
-- A message that came in is tied to the mail that it is about by the mail's Message-ID.
CREATE INDEX delivery_message_id ON delivery (message_id);
-- Every message that came in, once: a working table. What became of a tied one is an entry; the others wait here for an adviser.
CREATE TABLE incoming (
    firm TEXT NOT NULL REFERENCES firm (firm),
    incoming TEXT NOT NULL,
    -- Of the message without what servers on its way put above it.
    fingerprint BYTEA NOT NULL,
    received BIGINT NOT NULL,
    -- returned, reply, automatic or unplaced.
    became TEXT NOT NULL,
    sender TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- Why it has no place, of an unplaced one: a word for the page.
    reason TEXT,
    -- The file, of an unplaced one that is kept.
    sha256 BYTEA,
    size BIGINT NOT NULL,
    -- An adviser has seen to it.
    settled BIGINT,
    PRIMARY KEY (firm, incoming)
);
CREATE UNIQUE INDEX incoming_fingerprint ON incoming (fingerprint);
CREATE INDEX incoming_open ON incoming (firm, received) WHERE became = 'unplaced' AND settled IS NULL;
