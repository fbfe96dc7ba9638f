-- Access of outsiders: who may read what, until when. Projections like those of 0002.
CREATE TABLE access (
    firm TEXT NOT NULL REFERENCES firm (firm),
    access TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Law firm or insurer; may be empty.
    office TEXT NOT NULL,
    email TEXT NOT NULL,
    lang TEXT NOT NULL,
    -- lawyer, data_room
    sort TEXT NOT NULL,
    -- The last day, by the firm's calendar, and the end of that day.
    last TEXT NOT NULL,
    until BIGINT NOT NULL,
    reason TEXT NOT NULL,
    granted BIGINT NOT NULL,
    granted_by TEXT NOT NULL,
    -- All three or none: when it was revoked, by whom, why.
    revoked BIGINT,
    revoked_by TEXT,
    revoke_reason TEXT,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, access)
);

-- What may be read, as in headers: client: or project: and the identifier.
CREATE TABLE access_over (
    firm TEXT NOT NULL,
    access TEXT NOT NULL,
    about TEXT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, access, about),
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
);
CREATE INDEX access_over_about ON access_over (firm, about);

-- The rest are working rows: no evidence.

-- The links that were sent, by the hash of their secret. A new one closes the earlier ones.
CREATE TABLE access_link (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    firm TEXT NOT NULL,
    access TEXT NOT NULL,
    created BIGINT NOT NULL,
    closed BIGINT,
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
);

-- Codes, as in 0003: `hash` is keyed.
CREATE TABLE access_code (
    firm TEXT NOT NULL,
    code TEXT NOT NULL,
    access TEXT NOT NULL,
    hash BYTEA NOT NULL,
    wrong_tries BIGINT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    closed BIGINT,
    PRIMARY KEY (firm, code),
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
);
CREATE INDEX access_code_newest ON access_code (firm, access, created);

-- Whoever typed a code, by the hash of the cookie's secret.
CREATE TABLE access_session (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    firm TEXT NOT NULL,
    session TEXT NOT NULL,
    access TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
);
CREATE INDEX access_session_of ON access_session (firm, access);

-- What an outside reader wrote for themselves. No page of the firm reads this table.
CREATE TABLE access_note (
    firm TEXT NOT NULL,
    note TEXT NOT NULL,
    access TEXT NOT NULL,
    -- As in headers.
    about TEXT NOT NULL,
    -- The entry that it is about, by its place in the log from 0, if one was named.
    on_entry BIGINT,
    text TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (firm, note),
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
);
CREATE INDEX access_note_of ON access_note (firm, access, created);
