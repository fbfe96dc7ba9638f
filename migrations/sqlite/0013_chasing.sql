-- What follows by itself when a notice is not answered: columns of the projections of 0002, filled as a replay of earlier entries would.
ALTER TABLE firm ADD COLUMN chasing TEXT NOT NULL DEFAULT '{"reminders":[3,7,14],"escalation":21}';
ALTER TABLE contact ADD COLUMN director INTEGER NOT NULL DEFAULT 0;
-- The token of a link, sealed by the vault, so that a reminder can carry the same link. Links made before have none.
ALTER TABLE link_token ADD COLUMN sealed BLOB;
