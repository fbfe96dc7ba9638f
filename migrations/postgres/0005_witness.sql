-- Witnessing for other logs (C2SP tlog-witness): of each, the newest checkpoint that this program cosigned.
CREATE TABLE witnessed (
    origin TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL CHECK (size >= 0),
    root BYTEA NOT NULL CHECK (length(root) = 32),
    -- The whole note, and when it was cosigned: proof against a log that later shows another history.
    note TEXT NOT NULL,
    time BIGINT NOT NULL
);
CREATE TRIGGER witnessed_only_grows BEFORE UPDATE ON witnessed FOR EACH ROW
WHEN (NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root IS DISTINCT FROM OLD.root))
EXECUTE FUNCTION refuse('a witness never goes back');
CREATE TRIGGER witnessed_is_kept BEFORE DELETE ON witnessed FOR EACH ROW
EXECUTE FUNCTION refuse('a witness never forgets');
