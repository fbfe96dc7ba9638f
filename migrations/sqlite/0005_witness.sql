-- Witnessing for other logs (C2SP tlog-witness): of each, the newest checkpoint that this program cosigned.
CREATE TABLE witnessed (
    origin TEXT NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    -- The whole note, and when it was cosigned: proof against a log that later shows another history.
    note TEXT NOT NULL,
    time INTEGER NOT NULL
) STRICT;
CREATE TRIGGER witnessed_only_grows BEFORE UPDATE ON witnessed
WHEN NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root IS NOT OLD.root)
BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END;
CREATE TRIGGER witnessed_is_kept BEFORE DELETE ON witnessed
BEGIN SELECT RAISE(ABORT, 'a witness never forgets'); END;
