-- Which entries have no payload any more, and the entry that says by whom, when and why: a projection like those of 0002.
CREATE TABLE erasure (
    firm TEXT NOT NULL REFERENCES firm (firm),
    -- The entry that was erased.
    erased INTEGER NOT NULL,
    first_entry INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (firm, erased)
) STRICT;
