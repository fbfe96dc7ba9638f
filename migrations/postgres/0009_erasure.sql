-- Which entries have no payload any more, and the entry that says by whom, when and why: a projection like those of 0002.
CREATE TABLE erasure (
    firm TEXT NOT NULL REFERENCES firm (firm),
    -- The entry that was erased.
    erased BIGINT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, erased)
);
