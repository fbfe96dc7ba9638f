-- What contacts asked about their own data, and what became of it: a projection like those of 0002.
CREATE TABLE erasure_request (
    firm TEXT NOT NULL REFERENCES firm (firm),
    request TEXT NOT NULL,
    contact TEXT NOT NULL,
    -- The day on which it came, and the last day for the answer.
    received TEXT NOT NULL,
    due TEXT NOT NULL,
    -- erased or refused, and when; absent until decided.
    outcome TEXT,
    decided BIGINT,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, request)
);
-- The start page asks every time which wait.
CREATE INDEX erasure_request_open ON erasure_request (firm, due) WHERE decided IS NULL;
