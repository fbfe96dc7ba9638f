-- How long what is kept, in years, as JSON in the shape of the ledger's Retention: a column of a projection of 0002, filled as a replay of
-- earlier entries would.
ALTER TABLE firm ADD COLUMN retention TEXT NOT NULL DEFAULT '{"projects":6,"clients":3,"grants":6,"mails":1}';

-- Projects that are no longer here: a projection. Their rows in all other tables are gone, and `erasure` has a row for each entry.
CREATE TABLE destroyed (
    firm TEXT NOT NULL REFERENCES firm (firm),
    project TEXT NOT NULL,
    client TEXT NOT NULL,
    -- The firm's own for the project; may be empty.
    reference TEXT NOT NULL,
    client_name TEXT NOT NULL,
    destroyed BIGINT NOT NULL,
    by_name TEXT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, project)
);
CREATE INDEX destroyed_client ON destroyed (firm, client);

-- Links of clients that led to them, by the hash of their secret: whoever opens one is told what became of it. A working table.
CREATE TABLE spent_link (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    firm TEXT NOT NULL,
    project TEXT NOT NULL
);
