-- About which notice a person wrote; none of other messages, and of those that came before. Until an adviser has read it, it is on the overview.
ALTER TABLE incoming ADD COLUMN notice TEXT;
CREATE INDEX incoming_reply ON incoming (firm, notice) WHERE became = 'reply' AND settled IS NULL;
