-- What authorities of time said. Working tables: a token proves itself, so it needs no entry, and whoever deletes one only loses proof.

CREATE TABLE checkpoint_token (
    firm TEXT NOT NULL,
    size BIGINT NOT NULL,
    -- The DER of the token (RFC 3161) about the SHA-256 of the checkpoint's text.
    token BYTEA NOT NULL,
    -- What it says, to be shown without reading it: the authority's name and time, and by how many microseconds that may be wrong.
    authority TEXT NOT NULL,
    time BIGINT NOT NULL,
    accuracy BIGINT,
    -- By our own clock, for the rhythm.
    made BIGINT NOT NULL,
    PRIMARY KEY (firm, size),
    FOREIGN KEY (firm, size) REFERENCES checkpoint (firm, size)
);

-- How the authorities of the settings fared: of each, the newest answer and the newest failure. No firm: all ask the same.
CREATE TABLE authority (
    -- Host and port.
    host TEXT NOT NULL PRIMARY KEY,
    answered BIGINT,
    failed BIGINT,
    -- Why it failed then; else empty.
    error TEXT NOT NULL
);
