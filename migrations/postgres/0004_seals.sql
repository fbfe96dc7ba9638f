-- The certificates that seal the firm's PDFs: a projection like those of 0002. The key that seals now is the row of firm_key with
-- the purpose 'seal', whose name is the fingerprint; 'seal_ca' is the firm's own authority that certified it.
CREATE TABLE seal (
    firm TEXT NOT NULL REFERENCES firm (firm),
    -- Fingerprint of the certificate.
    sha256 BYTEA NOT NULL,
    -- own, imported or token.
    source TEXT NOT NULL,
    -- Certificates as a JSON list of base64: the sealing key's first, the root last.
    chain TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    revoked BIGINT,
    -- Why it was revoked; else empty.
    reason TEXT NOT NULL,
    first_entry BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (firm, sha256)
);
