-- Search over every record, in place of the table of words of 0002. A projection like those of 0002: one row for each entry that says
-- something in words (more for a long one), written in its transaction by store/search/index.rs. The rows with a file are not: a job reads
-- attached files and writes their text.
DROP TABLE word;
CREATE TABLE record (
    -- Names the row in the index below; of no meaning elsewhere, and not the same after a replay.
    id INTEGER NOT NULL PRIMARY KEY,
    firm TEXT NOT NULL REFERENCES firm (firm),
    entry INTEGER NOT NULL,
    -- 0, 1, 2… of the entry's own words; those of its files follow, a thousand numbers for each.
    part INTEGER NOT NULL,
    -- The file whose text it is, by its SHA-256; absent of the entry's own words.
    file BLOB,
    time INTEGER NOT NULL,
    -- What it is, whom it is about and what shows it: search/record.rs.
    kind TEXT NOT NULL,
    client TEXT,
    project TEXT,
    -- What it is a version of, as need:<id>; the newest stands.
    version_of TEXT,
    -- Lists, each word between spaces: codes of topics; member:<id> and contact:<id>; accepted, declined, deferred, reserved, refused.
    topics TEXT NOT NULL,
    people TEXT NOT NULL,
    decisions TEXT NOT NULL,
    shown_by TEXT NOT NULL,
    -- Its words as they are compared (search/words.rs), the title's first; how many characters those take, and how many words there are.
    words TEXT NOT NULL,
    head INTEGER NOT NULL,
    length INTEGER NOT NULL,
    -- The text of a file, to be shown; an entry's own is in its payload.
    text TEXT,
    UNIQUE (firm, entry, part)
) STRICT;
CREATE INDEX record_version ON record (firm, version_of, entry) WHERE version_of IS NOT NULL;
CREATE INDEX record_file ON record (firm, file) WHERE file IS NOT NULL;

-- The index (SQLite FTS5) holds no text of its own. Words are prepared by the program, so its tokenizer only cuts at spaces.
CREATE VIRTUAL TABLE record_index USING fts5 (words, content = 'record', content_rowid = 'id', tokenize = 'ascii', columnsize = 0);
-- What is deleted leaves the index at once: an erased text is not to be found in its pages.
INSERT INTO record_index (record_index, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER record_indexed AFTER INSERT ON record
BEGIN INSERT INTO record_index (rowid, words) VALUES (NEW.id, NEW.words); END;
CREATE TRIGGER record_unindexed AFTER DELETE ON record
BEGIN INSERT INTO record_index (record_index, rowid, words) VALUES ('delete', OLD.id, OLD.words); END;

-- Entries older than this program's index: those below `upto` have no row yet. A job indexes them, the newest first.
CREATE TABLE record_wait (
    firm TEXT NOT NULL PRIMARY KEY REFERENCES log_head (firm),
    upto INTEGER NOT NULL
) STRICT;
INSERT INTO record_wait (firm, upto) SELECT firm, size FROM log_head WHERE size > 0;
INSERT INTO job (firm, kind, key, payload, created, run_at, lease_until, attempts, state)
    SELECT firm, 'index', '', X'', last_time, 0, 0, 0, 'pending' FROM log_head WHERE size > 0;

-- Attached files that were read for their text, or could not be. A working table: reading again comes to the same.
CREATE TABLE file_text (
    firm TEXT NOT NULL REFERENCES firm (firm),
    sha256 BLOB NOT NULL,
    -- read, empty (no text in it), kind (of a kind that is not read), refused, slow or crashed.
    state TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (firm, sha256)
) STRICT;

-- What members look for again and again.
CREATE TABLE saved_search (
    firm TEXT NOT NULL,
    search TEXT NOT NULL,
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    -- As it stands in the address.
    query TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (firm, search),
    FOREIGN KEY (firm, member) REFERENCES member (firm, member)
) STRICT;
CREATE INDEX saved_search_member ON saved_search (firm, member, created);
