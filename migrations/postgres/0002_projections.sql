-- Projections: what the log says, in tables that pages can ask. Written only by store/projection.rs, in the transaction
-- of the entry; `acte verify` rebuilds them from the log and compares every row, so nothing else may be kept here.
-- `first_entry` is the index that made the row, `entry` the last that changed it.

CREATE TABLE firm (
    firm TEXT NOT NULL PRIMARY KEY REFERENCES log_head (firm),
    origin TEXT NOT NULL,
    vkey TEXT NOT NULL,
    -- Empty until the first firm.recorded.
    name TEXT NOT NULL,
    legal_form TEXT NOT NULL,
    siren TEXT NOT NULL,
    rcs TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    -- A file as JSON: name, media type, size, SHA-256.
    logo TEXT,
    mail_content TEXT NOT NULL,
    privacy_email TEXT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL
);

CREATE TABLE member (
    firm TEXT NOT NULL REFERENCES firm (firm),
    member TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    -- invited, active or removed.
    state TEXT NOT NULL,
    lang TEXT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, member)
);
-- Signing in knows an address and no firm yet.
CREATE INDEX member_email ON member (email);
CREATE UNIQUE INDEX member_email_once ON member (firm, email) WHERE state <> 'removed';

CREATE TABLE client (
    firm TEXT NOT NULL REFERENCES firm (firm),
    client TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The name folded (no case, no accents): both databases then sort alike.
    sort TEXT COLLATE "C" NOT NULL,
    legal_form TEXT NOT NULL,
    siren TEXT NOT NULL,
    rcs TEXT NOT NULL,
    address TEXT NOT NULL,
    lang TEXT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, client)
);
CREATE INDEX client_sort ON client (firm, sort, client);

CREATE TABLE contact (
    firm TEXT NOT NULL,
    contact TEXT NOT NULL,
    client TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    role TEXT NOT NULL,
    signatory BIGINT NOT NULL,
    authority TEXT NOT NULL,
    authority_note TEXT NOT NULL,
    active BIGINT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, contact),
    FOREIGN KEY (firm, client) REFERENCES client (firm, client)
);
CREATE INDEX contact_client ON contact (firm, client, first_entry);

-- The newest version; earlier ones are the entries project.recorded about it.
CREATE TABLE project (
    firm TEXT NOT NULL,
    project TEXT NOT NULL,
    client TEXT NOT NULL,
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    reference TEXT NOT NULL,
    -- Codes as a JSON list.
    kinds TEXT NOT NULL,
    scope_in TEXT NOT NULL,
    scope_out TEXT NOT NULL,
    starts TEXT,
    ends TEXT,
    change TEXT NOT NULL,
    -- Times of the first and of the newest version.
    opened BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, project),
    FOREIGN KEY (firm, client) REFERENCES client (firm, client)
);
CREATE INDEX project_client ON project (firm, client, first_entry);
CREATE INDEX project_newest ON project (firm, first_entry);

CREATE TABLE need (
    firm TEXT NOT NULL,
    need TEXT NOT NULL,
    project TEXT NOT NULL,
    text TEXT NOT NULL,
    answer TEXT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, need),
    FOREIGN KEY (firm, project) REFERENCES project (firm, project)
);
CREATE INDEX need_project ON need (firm, project, first_entry);

CREATE TABLE promise (
    firm TEXT NOT NULL,
    promise TEXT NOT NULL,
    project TEXT NOT NULL,
    text TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, promise),
    FOREIGN KEY (firm, project) REFERENCES project (firm, project)
);
CREATE INDEX promise_project ON promise (firm, project, first_entry);

CREATE TABLE paper (
    firm TEXT NOT NULL,
    paper TEXT NOT NULL,
    project TEXT NOT NULL,
    class TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    dated TEXT,
    filed BIGINT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, paper),
    FOREIGN KEY (firm, project) REFERENCES project (firm, project)
);
CREATE INDEX paper_project ON paper (firm, project, first_entry);

-- What lists need of a notice; its exact text is the payload of entry `first_entry`.
CREATE TABLE notice (
    firm TEXT NOT NULL,
    notice TEXT NOT NULL,
    project TEXT NOT NULL,
    client TEXT NOT NULL,
    reference TEXT NOT NULL,
    lang TEXT NOT NULL,
    author TEXT NOT NULL,
    respond_by TEXT,
    expires BIGINT NOT NULL,
    issued BIGINT NOT NULL,
    -- Time and entry of the answer; absent while the client is silent.
    answered BIGINT,
    answer_entry BIGINT,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, notice),
    FOREIGN KEY (firm, project) REFERENCES project (firm, project)
);
CREATE UNIQUE INDEX notice_reference ON notice (firm, reference);
CREATE INDEX notice_project ON notice (firm, project, first_entry);
CREATE INDEX notice_newest ON notice (firm, first_entry);
-- The overview asks every time who has not answered.
CREATE INDEX notice_unanswered ON notice (firm, respond_by) WHERE answered IS NULL;

CREATE TABLE notice_warning (
    firm TEXT NOT NULL,
    notice TEXT NOT NULL,
    warning TEXT NOT NULL,
    position BIGINT NOT NULL,
    topic TEXT NOT NULL,
    title TEXT NOT NULL,
    -- accepted, declined or deferred; absent until decided.
    choice TEXT,
    option_number BIGINT,
    deferred_until TEXT,
    reason TEXT,
    reservations TEXT,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, notice, position),
    FOREIGN KEY (firm, notice) REFERENCES notice (firm, notice)
);
CREATE INDEX notice_warning_id ON notice_warning (firm, warning);
CREATE INDEX notice_warning_choice ON notice_warning (firm, choice, entry);

-- The person as they stood, and how far they came.
CREATE TABLE notice_recipient (
    firm TEXT NOT NULL,
    notice TEXT NOT NULL,
    contact TEXT NOT NULL,
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    signatory BIGINT NOT NULL,
    authority TEXT NOT NULL,
    authority_note TEXT NOT NULL,
    -- Times of the first of each: notice taken by the mail server, mail refused for good, code asked for (the first act
    -- that only a person does), code typed, reading confirmed.
    delivered BIGINT,
    bounced BIGINT,
    opened BIGINT,
    identified BIGINT,
    acknowledged BIGINT,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, notice, contact),
    FOREIGN KEY (firm, notice) REFERENCES notice (firm, notice)
);
CREATE INDEX notice_recipient_contact ON notice_recipient (firm, contact);

-- A personal link. Its token is a secret and no evidence: see link_token.
CREATE TABLE link (
    firm TEXT NOT NULL,
    link TEXT NOT NULL,
    notice TEXT NOT NULL,
    contact TEXT NOT NULL,
    made BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    revoked BIGINT,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, link),
    FOREIGN KEY (firm, notice) REFERENCES notice (firm, notice)
);
CREATE INDEX link_notice ON link (firm, notice, contact);

-- One row per try of a mail.
CREATE TABLE delivery (
    firm TEXT NOT NULL REFERENCES firm (firm),
    mail TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    notice TEXT,
    contact TEXT,
    address TEXT NOT NULL,
    accepted BIGINT NOT NULL,
    -- No further try follows.
    last BIGINT NOT NULL,
    -- Host and port of the mail server; absent for the outbox folder.
    server TEXT,
    reply TEXT NOT NULL,
    message_id TEXT,
    message BYTEA,
    time BIGINT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, mail, attempt)
);
CREATE INDEX delivery_notice ON delivery (firm, notice, entry);

-- One row per person who answered or confirmed reading; the exact sentence and the factors are in the entry.
CREATE TABLE answer (
    firm TEXT NOT NULL,
    notice TEXT NOT NULL,
    contact TEXT NOT NULL,
    -- answer or acknowledgement.
    act TEXT NOT NULL,
    typed_name TEXT NOT NULL,
    time BIGINT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, notice, contact, act),
    FOREIGN KEY (firm, notice) REFERENCES notice (firm, notice)
);
CREATE INDEX answer_notice ON answer (firm, notice, entry);

CREATE TABLE question (
    firm TEXT NOT NULL,
    question TEXT NOT NULL,
    notice TEXT NOT NULL,
    contact TEXT NOT NULL,
    warning TEXT,
    text TEXT NOT NULL,
    asked BIGINT NOT NULL,
    reply TEXT,
    replier TEXT,
    replied BIGINT,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, question),
    FOREIGN KEY (firm, notice) REFERENCES notice (firm, notice)
);
CREATE INDEX question_notice ON question (firm, notice, first_entry);
CREATE INDEX question_open ON question (firm, first_entry) WHERE replied IS NULL;

-- "I am not the right person": who was named instead, and what the firm made of it.
CREATE TABLE proposal (
    firm TEXT NOT NULL,
    proposal TEXT NOT NULL,
    notice TEXT NOT NULL,
    contact TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    -- open, confirmed or refused.
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    named BIGINT NOT NULL,
    settled BIGINT,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, proposal),
    FOREIGN KEY (firm, notice) REFERENCES notice (firm, notice)
);
CREATE INDEX proposal_notice ON proposal (firm, notice, first_entry);
CREATE INDEX proposal_open ON proposal (firm, first_entry) WHERE state = 'open';

CREATE TABLE document (
    firm TEXT NOT NULL REFERENCES firm (firm),
    document TEXT NOT NULL,
    class TEXT NOT NULL,
    about TEXT NOT NULL,
    reference TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    pages BIGINT NOT NULL,
    made BIGINT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, document)
);
-- The page behind a QR code knows the document only.
CREATE INDEX document_id ON document (document);
CREATE INDEX document_about ON document (firm, about, first_entry);
-- The verification page recognises a PDF by its hash.
CREATE INDEX document_sha256 ON document (sha256);

-- Words of clients, contacts, projects and notices, folded (no case, no accents, oe for œ): small search until the real one.
CREATE TABLE word (
    firm TEXT NOT NULL REFERENCES firm (firm),
    word TEXT COLLATE "C" NOT NULL,
    -- client, contact, project or notice.
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (firm, word, kind, id)
);
CREATE INDEX word_id ON word (firm, kind, id);
