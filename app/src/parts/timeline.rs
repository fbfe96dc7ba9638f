//! A project's dated events as a strip drawn by the server, with the same events as a list below it.

use jiff::tz::TimeZone;
use ledger::Time;
use leptos::prelude::*;

use super::When;
use super::state::State;
use crate::texts::local;
use crate::{Html, IntoHtml, Texts};

/// One dated event.
#[derive(Clone, Debug)]
pub struct Moment {
    pub at: Time,
    pub label: String,
    /// Shape and colour of the mark; a plain dot without.
    pub state: Option<State>,
    pub href: Option<String>,
}

/// Rows of marks: events closer than [`CLOSE`] are stacked instead of covering each other.
const ROWS: usize = 4;
/// Distance below which two marks would touch on a phone: 24 px of 320, in thousandths of the width.
const CLOSE: i64 = 75;
/// Height of one row in pixels.
const ROW_HEIGHT: usize = 26;

/// Events between the first and the last of them, or `until` where that is later (today's mark).
///
/// The drawing has no `viewBox`: positions are percentages, so that it narrows on a phone while its
/// marks and words keep their size. It is hidden from screen readers, which read the list.
#[component]
pub fn Timeline<'a>(t: Texts, moments: Vec<Moment>, zone: &'a TimeZone, #[prop(optional)] until: Option<Time>) -> Html {
    let mut moments = moments;
    moments.sort_by_key(|moment| moment.at);
    let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
        return Html::new("");
    };
    let scale = Scale { from: first.at, to: until.map_or(last.at, |until| until.max(last.at)) };
    let places = stack(&moments, &scale);
    let rows = places.iter().map(|(_, row)| row + 1).max().unwrap_or(1);
    let axis = rows * ROW_HEIGHT + 4;
    let marks = moments.iter().zip(&places).map(|(moment, (x, row))| mark(moment, *x, axis - 16 - row * ROW_HEIGHT));
    let marks = marks.collect_view();
    let today = until.map(|now| {
        let x = percent(scale.place(now));
        view! { <line class="now" x1=x.clone() x2=x y1="0" y2=axis.to_string()></line> }
    });
    let list = moments.iter().map(|moment| entry(t, moment, zone)).collect_view();
    let (from, to) = (t.date(local(scale.from, zone).date()), t.date(local(scale.to, zone).date()));
    view! {
        <div class="timeline">
            <svg class="strip" width="100%" height=(axis + 26).to_string() aria-hidden="true">
                <line class="axis" x1="0" x2="100%" y1=axis.to_string() y2=axis.to_string()></line>
                {today}
                {marks}
                <text x="0" y=(axis + 20).to_string()>{from}</text>
                <text x="100%" y=(axis + 20).to_string() text-anchor="end">{to}</text>
            </svg>
            <ol class="moments">{list}</ol>
        </div>
    }
    .into_html()
}

fn mark(moment: &Moment, x: i64, y: usize) -> impl IntoView + use<> {
    let class = format!("mark {}", moment.state.map_or("", State::class));
    // A nested <svg> is what takes a percentage; it is moved left by half its size through its viewBox.
    let shape = match moment.state {
        Some(state) => view! { <path d=state.shape()></path> }.into_html(),
        None => view! { <circle cx="6" cy="6" r="5"></circle> }.into_html(),
    };
    view! {
        <svg class=class x=percent(x) y=y.saturating_sub(8).to_string() width="16" height="16" viewBox="0 0 12 12" overflow="visible">
            {shape}
        </svg>
    }
}

fn entry(t: Texts, moment: &Moment, zone: &TimeZone) -> impl IntoView + use<> {
    let class = moment.state.map_or("", State::class);
    let label = match &moment.href {
        Some(href) => view! { <a href=href.clone()>{moment.label.clone()}</a> }.into_html(),
        None => view! { <span>{moment.label.clone()}</span> }.into_html(),
    };
    view! { <li class=class><When t at=moment.at zone/>{label}</li> }
}

/// Places moments between 2 % and 95 % of the width, in thousandths, so that no mark is cut off.
struct Scale {
    from: Time,
    to: Time,
}

impl Scale {
    fn place(&self, at: Time) -> i64 {
        // 128 bits: a span of milliseconds times 930 does not always fit in 64.
        let span = (i128::from(self.to.0) - i128::from(self.from.0)).max(1);
        let done = (i128::from(at.0) - i128::from(self.from.0)).clamp(0, span);
        20 + i64::try_from(done * 930 / span).expect("at most 930")
    }
}

fn percent(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// Gives each moment the lowest row whose last mark is far enough to the left; the top row takes the rest.
fn stack(moments: &[Moment], scale: &Scale) -> Vec<(i64, usize)> {
    let mut ends = [i64::MIN / 2; ROWS];
    let places = moments.iter().map(|moment| {
        let x = scale.place(moment.at);
        let row = ends.iter().position(|end| x - end >= CLOSE).unwrap_or(ROWS - 1);
        ends[row] = x;
        (x, row)
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(time: i64) -> Moment {
        Moment { at: Time(time), label: String::new(), state: None, href: None }
    }

    #[test]
    fn close_moments_are_stacked_and_far_ones_are_not() {
        let moments = [moment(0), moment(10), moment(500), moment(1000)];
        let scale = Scale { from: Time(0), to: Time(1000) };
        assert_eq!(stack(&moments, &scale), [(20, 0), (29, 1), (485, 0), (950, 0)]);
    }

    #[test]
    fn one_moment_alone_divides_by_nothing_and_extremes_do_not_overflow() {
        let scale = Scale { from: Time(7), to: Time(7) };
        assert_eq!(stack(&[moment(7)], &scale), [(20, 0)]);
        let scale = Scale { from: Time(i64::MIN), to: Time(i64::MAX) };
        assert_eq!(scale.place(Time(i64::MAX)), 950);
    }
}
