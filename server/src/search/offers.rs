//! What the question may mean besides its words: a client, a day, a month.

use app::Texts;
use app::texts::parse_days;
use ledger::event::Date;

use super::ask::Question;
use super::query::What;
use super::{VALUES, words};
use crate::store::Tx;
use crate::store::search::around;
use crate::web::{Failure, Member};

/// Where a word of the question names a client: the rest of the question, about that client alone.
pub async fn only(tx: &mut Tx, member: &Member, question: &Question) -> Result<Vec<(String, String)>, Failure> {
    let mut only: Vec<(String, String)> = vec![];
    if question.filter.client.is_some() || member.outside.is_some() {
        return Ok(only);
    }
    let typed = question.form.trimmed("q");
    for term in question.query.terms.iter().filter(|term| !term.not) {
        let What::Word { folded, .. } = &term.what else { continue };
        for (client, name) in around::clients_named(tx, member.firm, folded).await? {
            let rest: Vec<&str> = typed.split_whitespace().filter(|word| words::fold(word) != *folded).collect();
            let mut form = question.form.clone();
            form.set("q", rest.join(" ")).set("client", client.to_string());
            let asked = Question { form, ..question.clone() };
            only.push((member.t().search_only(&name), format!("/search?{}", asked.with("", ""))));
        }
    }
    only.dedup();
    only.truncate(VALUES);
    Ok(only)
}

/// Who types nothing but a day or a month may mean what was recorded then, and not the texts that name it.
pub fn dated(t: Texts, question: &Question, today: Date) -> Option<(String, String)> {
    let (from, until) = parse_days(question.form.trimmed("q"), today)?;
    let mut form = question.form.clone();
    form.set("q", "").set("from", from.to_string()).set("until", until.to_string());
    let asked = Question { form, ..question.clone() };
    let said = if from == until { t.search_on_day(&t.date(from)) } else { t.search_in_month(&t.month(from)) };
    Some((said, format!("/search?{}", asked.with("", ""))))
}
