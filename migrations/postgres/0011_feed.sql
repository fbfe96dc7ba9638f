-- A member's secret address of the calendar: at most one, made anew or revoked by them. A working row, not evidence.
CREATE TABLE feed (
    firm TEXT NOT NULL REFERENCES firm (firm),
    member TEXT NOT NULL,
    -- With the vault's key it makes the secret of the address again, so that its page can show it; alone it makes nothing.
    seed TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    made BIGINT NOT NULL,
    PRIMARY KEY (firm, member)
);
