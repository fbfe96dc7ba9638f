//! The client's side: reading a notice, confirming who one is, deciding.

use super::texts;

texts! {}
