-- Which files and copies an outside reader made to take along: those that they find again. A working row, as the rest of a grant that is no evidence.
CREATE TABLE access_made (
    firm TEXT NOT NULL,
    access TEXT NOT NULL,
    -- As in `document`; of a file its first part. Of a bundle its hash.
    document TEXT NOT NULL,
    PRIMARY KEY (firm, access, document),
    FOREIGN KEY (firm, access) REFERENCES access (firm, access)
);
