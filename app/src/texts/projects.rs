//! Projects: scope, needs, promises, papers.

use super::texts;

texts! {}
