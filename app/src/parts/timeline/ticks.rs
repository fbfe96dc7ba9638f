//! The days, months or years that are written on the line of time: as many as have room on a phone.

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::Time;

use super::Scale;
use crate::Texts;
use crate::texts::local;

/// Where a label stands, in thousandths of the width, and what it says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tick {
    pub x: i64,
    pub label: String,
}

/// From one tick to the next.
#[derive(Clone, Copy)]
enum Step {
    Days(i32),
    Months(i32),
    Years(i32),
}

/// The finest first.
const STEPS: [Step; 15] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
];

/// By the finest step whose labels do not touch.
pub(super) fn of(t: Texts, scale: &Scale, zone: &TimeZone) -> Vec<Tick> {
    let (from, to) = (local(scale.from, zone).date(), local(scale.to, zone).date());
    let days = i64::from((to - from).get_days());
    // Where ticks must touch there is no need to make them.
    let fits = |step: &Step| days <= step.days() * (1_000 / step.apart() + 2);
    let ticks = STEPS.into_iter().filter(fits).map(|step| (step, between(t, scale, zone, step, (from, to))));
    let mut apart = ticks.filter(|(step, ticks)| ticks.windows(2).all(|two| two[1].x - two[0].x >= step.apart()));
    apart.next().map(|(_, ticks)| ticks).unwrap_or_default()
}

fn between(t: Texts, scale: &Scale, zone: &TimeZone, step: Step, (from, to): (Date, Date)) -> Vec<Tick> {
    let days = std::iter::successors(Some(step.first(from)), |day| step.next(*day)).take_while(|day| *day <= to);
    let ticks = days.filter_map(|day| {
        let at = day.to_zoned_datetime(zone.clone()).ok()?.timestamp().as_millisecond();
        let x = scale.place(Time(at));
        let within = scale.from.0 <= at && (step.apart() / 2..=1_000 - step.apart() / 2).contains(&x);
        within.then(|| Tick { x, label: step.label(t, day) })
    });
    ticks.collect()
}

impl Step {
    /// From one label to the next, and twice from the edges: `14 sept.`, `sept. 2026` and `2026` take 48, 64 and 30 px of the 340 that a phone has.
    fn apart(self) -> i64 {
        match self {
            Step::Days(_) => 160,
            Step::Months(_) => 210,
            Step::Years(_) => 120,
        }
    }

    /// At least.
    fn days(self) -> i64 {
        match self {
            Step::Days(n) => n.into(),
            Step::Months(n) => i64::from(n) * 28,
            Step::Years(n) => i64::from(n) * 365,
        }
    }

    /// The tick at or before a day.
    fn first(self, day: Date) -> Date {
        match self {
            // A week begins on Monday.
            Step::Days(n) if n % 7 == 0 => {
                day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day)
            }
            Step::Days(_) => day,
            Step::Months(n) => {
                let back = (i32::from(day.month()) - 1) % n;
                day.first_of_month().checked_sub(back.months()).unwrap_or(day)
            }
            Step::Years(n) => {
                let back = i32::from(day.year()).rem_euclid(n);
                day.first_of_year().checked_sub(back.years()).unwrap_or(day)
            }
        }
    }

    fn next(self, day: Date) -> Option<Date> {
        let span = match self {
            Step::Days(n) => n.days(),
            Step::Months(n) => n.months(),
            Step::Years(n) => n.years(),
        };
        day.checked_add(span).ok()
    }

    fn label(self, t: Texts, day: Date) -> String {
        match self {
            Step::Days(_) => t.day_short(day),
            Step::Months(_) => t.month_short(day),
            Step::Years(_) => day.year().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    fn labels(lang: Lang, from: &str, to: &str) -> Vec<String> {
        let at = |day: &str| {
            let day: Date = day.parse().expect("a day");
            Time(day.to_zoned_datetime(TimeZone::UTC).expect("a time").timestamp().as_millisecond())
        };
        let ticks = of(Texts(lang), &Scale { from: at(from), to: at(to) }, &TimeZone::UTC);
        // In thousandths: 20 for each character, of the first eight.
        let touch = |two: &[Tick]| two[1].x - two[0].x < 20 * two[0].label.chars().count().min(8) as i64;
        assert!(!ticks.windows(2).any(touch), "{ticks:?}");
        assert!(ticks.iter().all(|tick| (60..=940).contains(&tick.x)), "{ticks:?}");
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn the_line_names_days_months_or_years_by_its_length() {
        let plain = |labels: Vec<String>| labels.into_iter().map(|l| l.replace('\u{a0}', " ")).collect::<Vec<_>>();
        assert_eq!(plain(labels(Lang::Fr, "2026-11-02", "2026-11-06")), ["3 nov.", "4 nov.", "5 nov."]);
        let weeks = plain(labels(Lang::En, "2026-11-01", "2026-11-28"));
        assert!(weeks.len() > 1 && weeks.iter().all(|week| week.ends_with(" Nov")), "{weeks:?}");
        let months = plain(labels(Lang::Fr, "2026-01-10", "2026-12-20"));
        assert!(months.len() > 2 && months.contains(&"juil. 2026".to_owned()), "{months:?}");
        let years = labels(Lang::En, "2019-03-01", "2026-11-30");
        assert!(years.len() > 2 && years.iter().all(|year| year.len() == 4), "{years:?}");
        assert!(labels(Lang::Fr, "2026-11-02", "2026-11-02").is_empty());
        let scale = Scale { from: Time(i64::MIN), to: Time(i64::MAX) };
        of(Texts(Lang::Fr), &scale, &TimeZone::UTC);
    }
}
