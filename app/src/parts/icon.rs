//! Small drawings, as inline SVG in the colour of the text around them.

use leptos::prelude::*;

use crate::{Html, IntoHtml};

/// What a drawing shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    Alert,
    Arrow,
    Book,
    Building,
    Check,
    Clock,
    Document,
    Download,
    Edit,
    Folder,
    Globe,
    Grid,
    Leave,
    Letter,
    Lock,
    Overview,
    People,
    Person,
    Plus,
    Search,
    Shield,
}

impl Symbol {
    /// The strokes inside a 24 × 24 box.
    fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 3 2.5 20h19L12 3Zm0 7v4.5m0 2.6v.1",
            Self::Arrow => "M5 12h14m-6-6 6 6-6 6",
            Self::Book => {
                "M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5ZM5 19.5A1.5 1.5 0 0 0 6.5 21H19M9 8h6"
            }
            Self::Building => "M5 21V4h9v17m0-12h5v12M3 21h18M8.5 8h2m-2 4h2m-2 4h2",
            Self::Check => "m4.5 12.5 5 5 10-11",
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3 2",
            Self::Document => "M6 3h8l4 4v14H6Zm8 0v4h4M9 12h6m-6 4h6",
            Self::Download => "M12 4v11m-5-4.5 5 5 5-5M4 20h16",
            Self::Edit => "M4 20h4L19 9l-4-4L4 16Zm9-13 4 4",
            Self::Folder => "M3 6h6l2 2.5h10V19H3Z",
            Self::Globe => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c3 2.7 3.5 6 3.5 9s-.5 6.3-3.5 9c-3-2.7-3.5-6-3.5-9S9 5.7 12 3Z"
            }
            Self::Grid => "M4 4h16v16H4Zm0 5.3h16M4 14.7h16M9.3 4v16M14.7 4v16",
            Self::Leave => "M14 4H5v16h9m-4-8h11m-4-4 4 4-4 4",
            Self::Letter => "M3 6h18v12H3Zm0 .5 9 7 9-7",
            Self::Lock => "M6 11h12v9H6Zm2.5 0V8a3.5 3.5 0 0 1 7 0v3",
            Self::Overview => "M4 4h7v9H4Zm9 0h7v5h-7Zm0 7h7v9h-7ZM4 15h7v5H4Z",
            Self::People => {
                "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM3 20c0-3.5 2.5-6 6-6s6 2.5 6 6m.5-14.7a3 3 0 0 1 0 5.4M17 14.3c2.4.7 4 2.9 4 5.7"
            }
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5L21 21",
            Self::Shield => "M12 3 4.5 6v5.5c0 4.5 3 7.8 7.5 9.5 4.5-1.7 7.5-5 7.5-9.5V6Z",
        }
    }
}

/// A drawing beside a word. It is hidden from screen readers: the word says it.
#[component]
pub fn Icon(symbol: Symbol) -> Html {
    drawing("class=\"icon\" viewBox=\"0 0 24 24\" width=\"20\" height=\"20\"", symbol.path())
}

/// One path of our own. Written as text: drawings stand in every row of lists, and as views took most of their time.
pub(super) fn drawing(attributes: &'static str, path: &'static str) -> Html {
    Html::new(format!("<svg {attributes} aria-hidden=\"true\"><path d=\"{path}\"></path></svg>"))
}

/// The product's mark: a sheet with a folded corner, signed at the foot.
#[component]
pub fn Logo() -> Html {
    view! {
        <svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
            <path class="logo-sheet" d="M6 3h14l7 7v19H6Z"></path>
            <path class="logo-fold" d="M20 3v7h7Z"></path>
            <path class="logo-line" d="M11 14h8M11 18.5h5"></path>
            <path class="logo-seal" d="m14.5 23.5 2.5 2.5 5.5-6"></path>
        </svg>
    }
    .into_html()
}
