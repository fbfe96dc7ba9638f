-- Notices whose next step has nobody to go to: a working table. The job that found so looks again each morning, and takes the row away.
CREATE TABLE chase_nobody (
    firm TEXT NOT NULL,
    notice TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (firm, notice)
) STRICT;
