//! The PDFs: notice, certificate, project's file.

use super::texts;

texts! {}
