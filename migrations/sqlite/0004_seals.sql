-- The certificates that seal the firm's PDFs: a projection like those of 0002. The key that seals now is the row of firm_key with
-- the purpose 'seal', whose name is the fingerprint; 'seal_ca' is the firm's own authority that certified it.
CREATE TABLE seal (
    firm TEXT NOT NULL REFERENCES firm (firm),
    -- Fingerprint of the certificate.
    sha256 BLOB NOT NULL,
    -- own, imported or token.
    source TEXT NOT NULL,
    -- Certificates as a JSON list of base64: the sealing key's first, the root last.
    chain TEXT NOT NULL,
    recorded INTEGER NOT NULL,
    revoked INTEGER,
    -- Why it was revoked; else empty.
    reason TEXT NOT NULL,
    first_entry INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (firm, sha256)
) STRICT;
