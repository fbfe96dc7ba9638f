-- One topic to many clients at once. Working tables: what is sent is a notice like any other, and evidence by itself.
CREATE TABLE bulk (
    firm TEXT NOT NULL REFERENCES firm (firm),
    bulk TEXT NOT NULL,
    topic TEXT NOT NULL,
    -- In whose name the notices go: the member who began it, then whoever ordered them or let them go on.
    author TEXT NOT NULL,
    -- What is common to all, in each language of the clients, as JSON.
    common TEXT NOT NULL,
    respond_by TEXT,
    -- Counts the orders: each leaves jobs of its own.
    run INTEGER NOT NULL,
    -- When somebody stopped it; absent while it may go on.
    stopped INTEGER,
    created INTEGER NOT NULL,
    PRIMARY KEY (firm, bulk)
) STRICT;
CREATE INDEX bulk_newest ON bulk (firm, created);
-- One notice per project, whose id is made with its draft: whatever is ordered twice finds the notice issued.
CREATE TABLE bulk_item (
    firm TEXT NOT NULL,
    bulk TEXT NOT NULL,
    project TEXT NOT NULL,
    notice TEXT NOT NULL,
    warning TEXT NOT NULL,
    -- Fingerprint of what was confirmed; absent before that, and after a refusal.
    seen TEXT,
    -- Why it was refused when its turn came: a word for the page.
    refused TEXT,
    PRIMARY KEY (firm, bulk, project),
    FOREIGN KEY (firm, bulk) REFERENCES bulk (firm, bulk),
    FOREIGN KEY (firm, project) REFERENCES project (firm, project)
) STRICT;
CREATE UNIQUE INDEX bulk_item_notice ON bulk_item (firm, notice);
