//! A project's dated events as a strip drawn by the server, with the same events as a list below it.

mod ticks;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::Time;
use leptos::prelude::*;

use super::state::State;
use super::{EntryAt, EraseLink, When};
use crate::texts::local;
use crate::{Html, IntoHtml, Texts};

/// One dated event.
#[derive(Clone, Debug)]
pub struct Moment {
    pub at: Time,
    /// Where the day alone is known; `at` is then a moment of it.
    pub day: Option<Date>,
    pub label: String,
    /// Shape and colour of the mark; a plain dot without.
    pub state: Option<State>,
    pub href: Option<String>,
    /// Its entry, for whoever may erase the content.
    pub erase: Option<EntryAt>,
}

/// Rows of marks: events closer than [`CLOSE`] are stacked instead of covering each other.
const ROWS: usize = 4;
/// Distance below which two marks would touch on a phone: 24 px of 320, in thousandths of the width.
const CLOSE: i64 = 75;
/// Height of one row in pixels, and of what is written above the top row where it counts marks that found no room.
const ROW_HEIGHT: usize = 26;
const ABOVE: usize = 12;

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
    let rows = places.iter().map(|place| place.row + 1).max().unwrap_or(1);
    let above = if places.iter().any(|place| place.more > 0) { ABOVE } else { 0 };
    let axis = rows * ROW_HEIGHT + 4 + above;
    let marks = places.iter().map(|place| mark(&moments[place.moment], place, axis - 16 - place.row * ROW_HEIGHT));
    let marks = marks.collect_view();
    let today = until.map(|now| {
        let x = percent(scale.place(now));
        view! { <line class="now" x1=x.clone() x2=x y1="0" y2=axis.to_string()></line> }
    });
    let list = moments.iter().map(|moment| entry(t, moment, zone)).collect_view();
    let (from, to) = (t.date(local(scale.from, zone).date()), t.date(local(scale.to, zone).date()));
    let ticks = ticks::of(t, &scale, zone);
    // The first and the last day stand below the ticks, which may be as near the edges.
    let ends = axis + if ticks.is_empty() { 20 } else { 38 };
    let ticks = ticks.into_iter().map(|tick| {
        let x = percent(tick.x);
        view! {
            <line class="tick" x1=x.clone() x2=x.clone() y1=axis.to_string() y2=(axis + 6).to_string()></line>
            <text class="tick" x=x y=(axis + 20).to_string() text-anchor="middle">{tick.label}</text>
        }
    });
    let ticks = ticks.collect_view();
    view! {
        <div class="timeline">
            <svg class="strip" width="100%" height=(ends + 6).to_string() aria-hidden="true">
                <line class="axis" x1="0" x2="100%" y1=axis.to_string() y2=axis.to_string()></line>
                {today}
                {ticks}
                {marks}
                <text x="0" y=ends.to_string()>{from}</text>
                <text x="100%" y=ends.to_string() text-anchor="end">{to}</text>
            </svg>
            <ol class="moments">{list}</ol>
        </div>
    }
    .into_html()
}

fn mark(moment: &Moment, place: &Place, y: usize) -> impl IntoView + use<> {
    let x = percent(place.x);
    // Above: beside it, the next mark of the row may be as near as CLOSE. Above the top row there is none.
    let more = (place.more > 0)
        .then(|| view! { <text class="more" x="6" y="-3" text-anchor="middle">{format!("+{}", place.more)}</text> });
    let class = format!("mark {}", moment.state.map_or("", State::class));
    // A nested <svg> is what takes a percentage; it is moved left by half its size through its viewBox.
    let shape = match moment.state {
        Some(state) => view! { <path d=state.shape()></path> }.into_html(),
        None => view! { <circle cx="6" cy="6" r="5"></circle> }.into_html(),
    };
    view! {
        <svg class=class x=x y=y.saturating_sub(8).to_string() width="16" height="16" viewBox="0 0 12 12" overflow="visible">
            {shape}
            {more}
        </svg>
    }
}

fn entry(t: Texts, moment: &Moment, zone: &TimeZone) -> impl IntoView + use<> {
    let class = moment.state.map_or("", State::class);
    let label = match &moment.href {
        Some(href) => view! { <a href=href.clone()>{moment.label.clone()}</a> }.into_html(),
        None => view! { <span>{moment.label.clone()}</span> }.into_html(),
    };
    // One cell of the list's grid.
    let label = match &moment.erase {
        Some(entry) => view! { <span>{label}" "<EraseLink t entry/></span> }.into_html(),
        None => label,
    };
    let when = match moment.day {
        Some(day) => view! { <time datetime=day.to_string()>{t.date(day)}</time> }.into_html(),
        None => view! { <When t at=moment.at zone/> }.into_html(),
    };
    view! { <li class=class>{when}{label}</li> }
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

/// Where a mark stands.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    /// Which moment, by its place in their order.
    moment: usize,
    /// Thousandths of the width.
    x: i64,
    row: usize,
    /// Moments that found no room of their own and are counted here; the list below has them all.
    more: usize,
}

/// Gives each moment the lowest row that has room where it stands: those with a shape of their own first, so that no plain dot takes the place of an
/// answer. Where there is none, the nearest mark of the top row counts it.
fn stack(moments: &[Moment], scale: &Scale) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let (told, plain): (Vec<usize>, Vec<usize>) = (0..moments.len()).partition(|at| moments[*at].state.is_some());
    for moment in told.into_iter().chain(plain) {
        let x = scale.place(moments[moment].at);
        let far = |row: usize| places.iter().all(|place| place.row != row || (x - place.x).abs() >= CLOSE);
        match (0..ROWS).find(|row| far(*row)) {
            Some(row) => places.push(Place { moment, x, row, more: 0 }),
            None => {
                let top = places.iter_mut().filter(|place| place.row == ROWS - 1);
                top.min_by_key(|place| (x - place.x).abs()).expect("a row that is not free has a mark").more += 1;
            }
        }
    }
    places.sort_by_key(|place| place.moment);
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(time: i64) -> Moment {
        Moment { at: Time(time), day: None, label: String::new(), state: None, href: None, erase: None }
    }

    #[test]
    fn close_moments_are_stacked_and_far_ones_are_not() {
        let moments = [moment(0), moment(10), moment(500), moment(1000)];
        let scale = Scale { from: Time(0), to: Time(1000) };
        let places = stack(&moments, &scale);
        let placed: Vec<_> = places.iter().map(|place| (place.x, place.row)).collect();
        assert_eq!(placed, [(20, 0), (29, 1), (485, 0), (950, 0)]);
    }

    #[test]
    fn what_finds_no_room_is_counted() {
        let moments: Vec<_> = (0..7).map(moment).chain([moment(1000)]).collect();
        let places = stack(&moments, &Scale { from: Time(0), to: Time(1000) });
        let counted: Vec<_> = places.iter().map(|place| (place.moment, place.row, place.more)).collect();
        assert_eq!(counted, [(0, 0, 0), (1, 1, 0), (2, 2, 0), (3, 3, 3), (7, 0, 0)]);
    }

    #[test]
    fn an_answer_is_drawn_where_dots_have_no_room() {
        let mut moments: Vec<_> = (0..7).map(moment).chain([moment(1000)]).collect();
        moments[5].state = Some(State::Accepted);
        let places = stack(&moments, &Scale { from: Time(0), to: Time(1000) });
        let counted: Vec<_> = places.iter().map(|place| (place.moment, place.row, place.more)).collect();
        assert_eq!(counted, [(0, 1, 0), (1, 2, 0), (2, 3, 3), (5, 0, 0), (7, 0, 0)]);
    }

    #[test]
    fn one_moment_alone_divides_by_nothing_and_extremes_do_not_overflow() {
        let scale = Scale { from: Time(7), to: Time(7) };
        assert_eq!(stack(&[moment(7)], &scale), [Place { moment: 0, x: 20, row: 0, more: 0 }]);
        let scale = Scale { from: Time(i64::MIN), to: Time(i64::MAX) };
        assert_eq!(scale.place(Time(i64::MAX)), 950);
    }
}
