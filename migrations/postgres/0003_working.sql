-- Working tables: not evidence. Secrets are stored as hashes, keys encrypted by the vault.

CREATE TABLE credential (
    firm TEXT NOT NULL,
    member TEXT NOT NULL,
    -- argon2id in PHC string format.
    password TEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (firm, member),
    FOREIGN KEY (firm, member) REFERENCES member (firm, member)
);

-- A cookie's token is 256 random bits, so its plain SHA-256 is enough to find the row and useless to a thief of the table.
CREATE TABLE session (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    firm TEXT NOT NULL,
    -- For the list of sessions and its revoke button: the hash itself stays inside.
    session TEXT NOT NULL,
    member TEXT NOT NULL,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    user_agent TEXT NOT NULL,
    revoked BIGINT,
    FOREIGN KEY (firm, member) REFERENCES member (firm, member)
);
CREATE INDEX session_member ON session (firm, member, created);

CREATE TABLE invitation (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    firm TEXT NOT NULL,
    member TEXT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    used BIGINT,
    FOREIGN KEY (firm, member) REFERENCES member (firm, member)
);
CREATE INDEX invitation_member ON invitation (firm, member);

CREATE TABLE link_token (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    firm TEXT NOT NULL,
    link TEXT NOT NULL,
    FOREIGN KEY (firm, link) REFERENCES link (firm, link)
);
CREATE INDEX link_token_link ON link_token (firm, link);

-- A warning being written. `version` counts the saves: whoever saves over a newer one is told.
CREATE TABLE draft_warning (
    firm TEXT NOT NULL,
    warning TEXT NOT NULL,
    project TEXT NOT NULL,
    version BIGINT NOT NULL,
    author TEXT NOT NULL,
    lang TEXT NOT NULL,
    topic TEXT NOT NULL,
    topic_version TEXT NOT NULL,
    title TEXT NOT NULL,
    -- Facts, options and references as JSON, in the shapes of the ledger's Fact, QuotedOption and String.
    facts TEXT NOT NULL,
    risk TEXT NOT NULL,
    consequence TEXT NOT NULL,
    measure TEXT NOT NULL,
    options TEXT NOT NULL,
    reference_list TEXT NOT NULL,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (firm, warning),
    FOREIGN KEY (firm, project) REFERENCES project (firm, project)
);
CREATE INDEX draft_warning_project ON draft_warning (firm, project, created);

-- A notice being put together; deleted when issued, so that of two people who issue it at once one finds it gone.
CREATE TABLE draft_notice (
    firm TEXT NOT NULL,
    notice TEXT NOT NULL,
    project TEXT NOT NULL,
    version BIGINT NOT NULL,
    author TEXT NOT NULL,
    lang TEXT NOT NULL,
    introduction TEXT NOT NULL,
    -- Ids of draft warnings and of contacts, and files, in order, as JSON lists.
    warnings TEXT NOT NULL,
    recipients TEXT NOT NULL,
    annexes TEXT NOT NULL,
    respond_by TEXT,
    created BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (firm, notice),
    FOREIGN KEY (firm, project) REFERENCES project (firm, project)
);
CREATE INDEX draft_notice_project ON draft_notice (firm, project, created);

-- Codes sent to a contact's address. Six digits are guessed in seconds from a plain hash: `hash` is keyed (store/codes.rs).
CREATE TABLE code (
    firm TEXT NOT NULL,
    code TEXT NOT NULL,
    notice TEXT NOT NULL,
    contact TEXT NOT NULL,
    hash BYTEA NOT NULL,
    wrong_tries BIGINT NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    -- Typed correctly, replaced by a newer one, or tried too often.
    closed BIGINT,
    PRIMARY KEY (firm, code),
    FOREIGN KEY (firm, notice) REFERENCES notice (firm, notice)
);
CREATE INDEX code_contact ON code (firm, notice, contact, created);

-- Files kept in the object store, addressed by their SHA-256 and encrypted there; names are given where they are used.
CREATE TABLE file (
    firm TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (firm, sha256)
);

-- Work to be done after a commit. Inserted in the transaction that needs it, leased by a worker, tried again until done.
CREATE TABLE job (
    firm TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- The same work asked for twice is one job, also when it was done long ago.
    key TEXT NOT NULL,
    -- Emptied when the job ends: it may hold a code or a link, sealed by the vault.
    payload BYTEA NOT NULL,
    created BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    -- Until then a worker has it; a worker that died lets it lapse.
    lease_until BIGINT NOT NULL,
    -- How often it was leased. Names the lease too: a worker that lost its lease cannot end the job.
    attempts BIGINT NOT NULL,
    last_error TEXT,
    -- pending, done or failed (no further try).
    state TEXT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (firm, kind, key)
);
CREATE INDEX job_due ON job (run_at) WHERE state = 'pending';
CREATE INDEX job_ended ON job (ended) WHERE state = 'done';

-- Private keys, encrypted by the vault.
CREATE TABLE firm_key (
    firm TEXT NOT NULL,
    -- log (signs checkpoints).
    purpose TEXT NOT NULL,
    name TEXT NOT NULL,
    created BIGINT NOT NULL,
    secret BYTEA NOT NULL,
    PRIMARY KEY (firm, purpose)
);
