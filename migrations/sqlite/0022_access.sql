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
    until INTEGER NOT NULL,
    reason TEXT NOT NULL,
    granted INTEGER NOT NULL,
    granted_by TEXT NOT NULL,
    -- All three or none: when it was revoked, by whom, why.
    revoked INTEGER,
    revoked_by TEXT,
    revoke_reason TEXT,
    first_entry INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (firm, access)
) STRICT;

-- What may be read, as in headers: client: or project: and the identifier.
CREATE TABLE access_over (
    firm TEXT NOT NULL,
    access TEXT NOT NULL,
    about TEXT NOT NULL,
    first_entry INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (firm, access, about),
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
) STRICT;
CREATE INDEX access_over_about ON access_over (firm, about);

-- The rest are working rows: no evidence.

-- The links that were sent, by the hash of their secret. A new one closes the earlier ones.
CREATE TABLE access_link (
    token_hash BLOB NOT NULL PRIMARY KEY,
    firm TEXT NOT NULL,
    access TEXT NOT NULL,
    created INTEGER NOT NULL,
    closed INTEGER,
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
) STRICT;

-- Codes, as in 0003: `hash` is keyed.
CREATE TABLE access_code (
    firm TEXT NOT NULL,
    code TEXT NOT NULL,
    access TEXT NOT NULL,
    hash BLOB NOT NULL,
    wrong_tries INTEGER NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    closed INTEGER,
    PRIMARY KEY (firm, code),
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
) STRICT;
CREATE INDEX access_code_newest ON access_code (firm, access, created);

-- Whoever typed a code, by the hash of the cookie's secret.
CREATE TABLE access_session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    firm TEXT NOT NULL,
    session TEXT NOT NULL,
    access TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
) STRICT;
CREATE INDEX access_session_of ON access_session (firm, access);

-- What an outside reader wrote for themselves. No page of the firm reads this table.
CREATE TABLE access_note (
    firm TEXT NOT NULL,
    note TEXT NOT NULL,
    access TEXT NOT NULL,
    -- As in headers.
    about TEXT NOT NULL,
    -- The entry that it is about, by its place in the log from 0, if one was named.
    on_entry INTEGER,
    text TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (firm, note),
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
) STRICT;
CREATE INDEX access_note_of ON access_note (firm, access, created);
