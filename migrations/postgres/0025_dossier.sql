-- The files of projects and clients that jobs are making. A working row, gone once the file is in the log: what is to be made stands in the job.
CREATE TABLE dossier (
    firm TEXT NOT NULL REFERENCES firm (firm),
    -- The identifier of its first part.
    dossier TEXT NOT NULL,
    -- As a subject of headers.
    about TEXT NOT NULL,
    -- 0 until it is known how many there are.
    parts BIGINT NOT NULL,
    done BIGINT NOT NULL,
    PRIMARY KEY (firm, dossier)
);
