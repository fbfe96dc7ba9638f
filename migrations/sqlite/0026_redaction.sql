-- Of a copy with masked names, the document that it is a copy of: such a copy is never taken for the newest document of its class.
ALTER TABLE document ADD COLUMN redacts TEXT;
