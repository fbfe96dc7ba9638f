-- Since when a revoked certificate counts for nothing: at the latest since it was revoked.
ALTER TABLE seal ADD COLUMN since INTEGER;
