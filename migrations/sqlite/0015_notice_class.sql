-- A letter, minutes or an agreement: a notice's class, as code and documents say.
ALTER TABLE notice RENAME COLUMN paper TO class;
