//! The verification page.

use super::texts;

texts! {}
