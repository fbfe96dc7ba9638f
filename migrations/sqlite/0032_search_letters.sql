-- Ligatures and wide letters count as the letters that they stand for, and a word that a hyphen parts at the end of a line is found whole: the index of
-- 0020 is made again, by its job, the newest entries first. Who is named by somebody with the link alone is no longer said to be shown by a code.
-- At once, and not row by row.
DROP TRIGGER record_unindexed;
DELETE FROM record;
INSERT INTO record_index (record_index) VALUES ('delete-all');
CREATE TRIGGER record_unindexed AFTER DELETE ON record
BEGIN INSERT INTO record_index (record_index, rowid, words) VALUES ('delete', OLD.id, OLD.words); END;
DELETE FROM record_wait;
INSERT INTO record_wait (firm, upto) SELECT firm, size FROM log_head WHERE size > 0;
DELETE FROM job WHERE kind = 'index';
INSERT INTO job (firm, kind, key, payload, created, run_at, lease_until, attempts, state)
    SELECT firm, 'index', '', X'', last_time, 0, 0, 0, 'pending' FROM log_head WHERE size > 0;
