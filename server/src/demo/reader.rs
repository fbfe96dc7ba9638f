//! A lawyer outside who may read the example project: the link lies in the outbox.

use app::texts::local;
use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use ledger::Lang;
use ledger::event::{AccessGranted, AccessSort, Outsider};

use super::{Case, Demo};
use crate::access;
use crate::web::Failure;

/// Days that the access lasts.
const DAYS: i64 = 60;

impl Demo<'_> {
    pub(super) async fn reader(&self, case: &Case) -> Result<(), Failure> {
        let mut log = self.begin().await?;
        let zone = TimeZone::get("Europe/Paris").map_err(|error| Failure::internal(error.to_string()))?;
        let last = local(log.now(), &zone).date().saturating_add(DAYS.days());
        let to = Outsider {
            name: "Me Jeanne Roy".into(),
            office: "Roy & Associés".into(),
            email: "jeanne.roy@roy-avocats.example".into(),
            lang: Lang::Fr,
        };
        let granted = AccessGranted {
            access: self.app.new_id(),
            to,
            sort: AccessSort::Lawyer,
            over: vec![format!("project:{}", case.project.project)],
            last,
            until: access::end_of(last, &zone),
            reason: "Consultation préalable".into(),
            by: self.author.clone(),
        };
        let id = granted.access;
        self.push(&mut log, granted).await?;
        access::send(self.app, &mut log, self.author.member, id).await?;
        Ok(log.commit().await?)
    }
}
