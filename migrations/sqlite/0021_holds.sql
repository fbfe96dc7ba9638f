-- Legal holds: while one stands, nothing under it is erased or expires. A projection like those of 0002.
CREATE TABLE hold (
    firm TEXT NOT NULL REFERENCES firm (firm),
    hold TEXT NOT NULL,
    -- What it is on, as in headers: firm:, client: or project: and the identifier.
    about TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- The case, as the court or the lawyer calls it; may be empty.
    reference TEXT NOT NULL,
    placed INTEGER NOT NULL,
    placed_by TEXT NOT NULL,
    -- All three or none: when it was released, by whom, why.
    released INTEGER,
    released_by TEXT,
    release_reason TEXT,
    first_entry INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (firm, hold)
) STRICT;
-- Every erasure asks for those that stand.
CREATE INDEX hold_stands ON hold (firm, about) WHERE released IS NULL;
