//! Clients and their contacts.

use super::texts;

texts! {}
