-- The evidence ledger: one append-only Merkle log per firm (docs/ledger-format.md).
-- In every table: ids are 32 hexadecimal digits, times are milliseconds since 1970 in UTC, booleans are 0 and 1,
-- dates are YYYY-MM-DD, `entry` is the index of the entry that made the row what it is.

-- One row per log. Updating it takes the append lock of the firm: whoever updates first appends first.
CREATE TABLE log_head (
    firm TEXT NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL CHECK (size >= 0),
    -- Time of the newest entry: the next one may not be earlier.
    last_time INTEGER NOT NULL,
    -- Roots of the complete subtrees, so that an append reads no other row of the tree.
    frontier BLOB NOT NULL
) STRICT;

-- The header is what the leaf hashes; it is never changed. Salt and payload may be erased together (GDPR): the header
-- holds only a salted digest of the payload, and the log still verifies.
CREATE TABLE entry (
    firm TEXT NOT NULL REFERENCES log_head (firm),
    idx INTEGER NOT NULL CHECK (idx >= 0),
    -- Copies of what the header says, for queries; `acte verify` compares them.
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    header BLOB NOT NULL,
    salt BLOB,
    payload BLOB,
    PRIMARY KEY (firm, idx),
    CHECK ((salt IS NULL) = (payload IS NULL))
) STRICT;
CREATE INDEX entry_subject ON entry (firm, subject, idx);

-- Hashes of the complete subtrees: level 0 are the leaves, node (l, i) covers the entries i * 2^l to (i + 1) * 2^l - 1.
CREATE TABLE log_node (
    firm TEXT NOT NULL REFERENCES log_head (firm),
    level INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (firm, level, idx)
) STRICT;

-- Signed notes (C2SP tlog-checkpoint), by tree size.
CREATE TABLE checkpoint (
    firm TEXT NOT NULL REFERENCES log_head (firm),
    size INTEGER NOT NULL,
    time INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (firm, size)
) STRICT;

-- Answers already given: a form sent twice, or again because the first answer was lost, appends once.
CREATE TABLE idempotency (
    firm TEXT NOT NULL,
    key TEXT NOT NULL,
    time INTEGER NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (firm, key)
) STRICT;
CREATE INDEX idempotency_time ON idempotency (time);

-- These triggers stop mistakes of this program, not an intruder, who can drop them; verification finds the intruder.
CREATE TRIGGER entry_is_immutable BEFORE UPDATE ON entry
WHEN NEW.firm IS NOT OLD.firm OR NEW.idx IS NOT OLD.idx OR NEW.time IS NOT OLD.time OR NEW.kind IS NOT OLD.kind
    OR NEW.subject IS NOT OLD.subject OR NEW.header IS NOT OLD.header
    OR (NEW.payload IS NOT NULL AND (NEW.payload IS NOT OLD.payload OR NEW.salt IS NOT OLD.salt))
BEGIN SELECT RAISE(ABORT, 'an entry is immutable; only its payload may be erased'); END;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER log_node_is_immutable BEFORE UPDATE ON log_node
BEGIN SELECT RAISE(ABORT, 'a tree node is immutable'); END;
CREATE TRIGGER log_node_is_kept BEFORE DELETE ON log_node
BEGIN SELECT RAISE(ABORT, 'a tree node is never deleted'); END;
CREATE TRIGGER checkpoint_is_immutable BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is immutable'); END;
CREATE TRIGGER checkpoint_is_kept BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;
CREATE TRIGGER log_only_grows BEFORE UPDATE ON log_head
WHEN NEW.size < OLD.size OR NEW.last_time < OLD.last_time
BEGIN SELECT RAISE(ABORT, 'a log only grows'); END;
