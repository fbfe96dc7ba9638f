-- Which notices the minutes of a meeting say were spoken of: a projection.
CREATE TABLE spoken (
    firm TEXT NOT NULL,
    -- The notice whose instrument the minutes are, and the one spoken of.
    meeting TEXT NOT NULL,
    notice TEXT NOT NULL,
    first_entry INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (firm, meeting, notice),
    FOREIGN KEY (firm, meeting) REFERENCES notice (firm, notice),
    FOREIGN KEY (firm, notice) REFERENCES notice (firm, notice)
) STRICT;
CREATE INDEX spoken_notice ON spoken (firm, notice);
