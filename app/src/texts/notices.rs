//! Notices: composing, sending, following up.

use super::texts;

texts! {}
