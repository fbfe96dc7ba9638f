//! The store's stories, each told to SQLite and to PostgreSQL.

mod log;
