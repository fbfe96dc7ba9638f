-- Cosignatures of our checkpoints by witnesses (C2SP tlog-cosignature). A working table: a line proves itself to whoever knows the witness.
CREATE TABLE cosignature (
    firm TEXT NOT NULL,
    size BIGINT NOT NULL,
    -- The witness's name, as it stands in the line.
    witness TEXT NOT NULL,
    -- The signature line, without its newline.
    line TEXT NOT NULL,
    -- When it cosigned, by its clock.
    time BIGINT NOT NULL,
    -- By our own clock, for the rhythm.
    made BIGINT NOT NULL,
    PRIMARY KEY (firm, size, witness),
    FOREIGN KEY (firm, size) REFERENCES checkpoint (firm, size)
);
