-- Why a witness does not cosign our checkpoints, as long as it does not: its next cosignature takes the row away.
CREATE TABLE witness_refusal (
    firm TEXT NOT NULL REFERENCES log_head (firm),
    -- The witness's name.
    witness TEXT NOT NULL,
    -- By our own clock.
    time INTEGER NOT NULL,
    -- 'past', 'log' or 'answer'.
    why TEXT NOT NULL,
    -- The same in technical words.
    detail TEXT NOT NULL,
    PRIMARY KEY (firm, witness)
) STRICT;
