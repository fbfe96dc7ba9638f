//! Topics, warnings, options.

use super::texts;

texts! {}
