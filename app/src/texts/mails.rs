//! The mails' subjects and sentences.

use super::texts;

texts! {}
