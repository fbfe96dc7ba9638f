-- The evidence ledger: one append-only Merkle log per firm (docs/ledger-format.md).
-- In every table: ids are 32 hexadecimal digits, times are milliseconds since 1970 in UTC, booleans are 0 and 1,
-- dates are YYYY-MM-DD, `entry` is the index of the entry that made the row what it is.

-- One row per log. Updating it takes the append lock of the firm: whoever updates first appends first.
CREATE TABLE log_head (
    firm TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL CHECK (size >= 0),
    -- Time of the newest entry: the next one may not be earlier.
    last_time BIGINT NOT NULL,
    -- Roots of the complete subtrees, so that an append reads no other row of the tree.
    frontier BYTEA NOT NULL
);

-- The header is what the leaf hashes; it is never changed. Salt and payload may be erased together (GDPR): the header
-- holds only a salted digest of the payload, and the log still verifies.
CREATE TABLE entry (
    firm TEXT NOT NULL REFERENCES log_head (firm),
    idx BIGINT NOT NULL CHECK (idx >= 0),
    -- Copies of what the header says, for queries; `acte verify` compares them.
    time BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    header BYTEA NOT NULL,
    salt BYTEA,
    payload BYTEA,
    PRIMARY KEY (firm, idx),
    CHECK ((salt IS NULL) = (payload IS NULL))
);
CREATE INDEX entry_subject ON entry (firm, subject, idx);

-- Hashes of the complete subtrees: level 0 are the leaves, node (l, i) covers the entries i * 2^l to (i + 1) * 2^l - 1.
CREATE TABLE log_node (
    firm TEXT NOT NULL REFERENCES log_head (firm),
    level BIGINT NOT NULL,
    idx BIGINT NOT NULL,
    hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (firm, level, idx)
);

-- Signed notes (C2SP tlog-checkpoint), by tree size.
CREATE TABLE checkpoint (
    firm TEXT NOT NULL REFERENCES log_head (firm),
    size BIGINT NOT NULL,
    time BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (firm, size)
);

-- Answers already given: a form sent twice, or again because the first answer was lost, appends once.
CREATE TABLE idempotency (
    firm TEXT NOT NULL,
    key TEXT NOT NULL,
    time BIGINT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (firm, key)
);
CREATE INDEX idempotency_time ON idempotency (time);

-- These triggers stop mistakes of this program, not an intruder, who can drop them; verification finds the intruder.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;
CREATE TRIGGER entry_is_immutable BEFORE UPDATE ON entry FOR EACH ROW
WHEN (NEW.firm IS DISTINCT FROM OLD.firm OR NEW.idx IS DISTINCT FROM OLD.idx OR NEW.time IS DISTINCT FROM OLD.time
    OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.subject IS DISTINCT FROM OLD.subject OR NEW.header IS DISTINCT FROM OLD.header
    OR (NEW.payload IS NOT NULL AND (NEW.payload IS DISTINCT FROM OLD.payload OR NEW.salt IS DISTINCT FROM OLD.salt)))
EXECUTE FUNCTION refuse('an entry is immutable; only its payload may be erased');
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry FOR EACH ROW
EXECUTE FUNCTION refuse('an entry is never deleted');
CREATE TRIGGER log_node_is_immutable BEFORE UPDATE ON log_node FOR EACH ROW
EXECUTE FUNCTION refuse('a tree node is immutable');
CREATE TRIGGER log_node_is_kept BEFORE DELETE ON log_node FOR EACH ROW
EXECUTE FUNCTION refuse('a tree node is never deleted');
CREATE TRIGGER checkpoint_is_immutable BEFORE UPDATE ON checkpoint FOR EACH ROW
EXECUTE FUNCTION refuse('a checkpoint is immutable');
CREATE TRIGGER checkpoint_is_kept BEFORE DELETE ON checkpoint FOR EACH ROW
EXECUTE FUNCTION refuse('a checkpoint is never deleted');
CREATE TRIGGER log_only_grows BEFORE UPDATE ON log_head FOR EACH ROW
WHEN (NEW.size < OLD.size OR NEW.last_time < OLD.last_time)
EXECUTE FUNCTION refuse('a log only grows');
