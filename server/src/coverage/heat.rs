//! Coverage of all the firm's projects, and of one client's.

use app::pages::{self, HeatPage, HeatRow};
use axum::extract::Path;
use axum::response::Response;
use ledger::Id;

use crate::holds;
use crate::store::coverage::{self, Counted};
use crate::store::{Paging, clients, paging};
use crate::web::{Failure, Reader};

pub async fn firm(reader: Reader) -> Result<Response, Failure> {
    let (firm, t) = (reader.firm, reader.t());
    let mut tx = reader.app.db.read().await?;
    let basis = coverage::basis(&mut tx, firm).await?;
    let sum = coverage::sum(&mut tx, firm).await?;
    let (counted, Paging { page, pages }) = coverage::of_firm(&mut tx, firm, &reader.query("page")).await?;
    let waiting = coverage::waiting(&mut tx, firm, &basis).await?;
    let all = HeatRow {
        title: t.heat_firm().to_owned(),
        href: "/coverage".to_owned(),
        due: sum.due,
        open: sum.open,
        families: sum.families,
        ..HeatRow::default()
    };
    let (projects, uncovered, rows) = (sum.projects, sum.uncovered, counted.into_iter().map(row).collect());
    let page = HeatPage { client: None, all, projects, uncovered, rows, page, pages, waiting };
    Ok(reader.page(t.coverage(), pages::heat(t, &page)))
}

pub async fn client(reader: Reader, Path(client): Path<Id>) -> Result<Response, Failure> {
    let (firm, t) = (reader.firm, reader.t());
    let mut tx = reader.app.db.read().await?;
    let name = clients::get(&mut tx, firm, client).await?.party.name;
    let rows: Vec<HeatRow> = coverage::of_client(&mut tx, firm, client).await?.into_iter().map(row).collect();
    let (href, about) = (format!("/clients/{client}/coverage"), format!("client:{client}"));
    let mut all = HeatRow { title: name.clone(), href, ..HeatRow::default() };
    for row in &rows {
        all.due += row.due;
        all.open += row.open;
        all.families.resize(row.families.len(), [0, 0]);
        for (sum, family) in all.families.iter_mut().zip(&row.families) {
            sum[0] += family[0];
            sum[1] += family[1];
        }
    }
    let uncovered = rows.iter().filter(|row| row.open > 0).count() as u64;
    let (client, projects) = (Some((client, name)), rows.len() as u64);
    let (rows, Paging { page, pages }) = paging::part(rows, &reader.query("page"));
    let page = HeatPage { client, all, projects, uncovered, rows, page, pages, waiting: 0 };
    let view = holds::above(&mut tx, &reader, &about, pages::heat(t, &page)).await?;
    Ok(reader.page(t.coverage(), view))
}

fn row(counted: Counted) -> HeatRow {
    let Counted { project, title, client, due, open, families } = counted;
    HeatRow { title, href: format!("/projects/{project}/coverage"), client, due, open, families }
}
