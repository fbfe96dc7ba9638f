-- Each project's coverage in numbers, so that lists and pictures of many projects fold no entries. A projection that needs more
-- than one entry: written from all entries about the project, in the transaction of the newest (store/coverage/tally.rs).
CREATE TABLE coverage (
    firm TEXT NOT NULL REFERENCES firm (firm),
    project TEXT NOT NULL,
    -- By which rules and in which time zone it was computed; where those in force are others, a job computes it anew.
    basis TEXT NOT NULL,
    -- Topics and questions; how many of them are open.
    due BIGINT NOT NULL,
    open BIGINT NOT NULL,
    -- The first day on which a settled topic is raised again; none without one.
    again_day TEXT,
    -- Open and due topics of each family, and the whole of it, as JSON.
    families TEXT NOT NULL,
    tally TEXT NOT NULL,
    PRIMARY KEY (firm, project)
);
CREATE INDEX coverage_again ON coverage (firm, again_day);
