//! Sign-in.

use leptos::prelude::*;

use crate::parts::{ErrorSummary, Field, Heading, Hidden, Submit};
use crate::{Form, Html, IntoHtml, Texts};

/// Fields: `email`, `password`, and `next`, the address to go to afterwards (the server checks that it is its own).
pub fn sign_in(t: Texts, form: &Form) -> Html {
    view! {
        <div class="narrow">
            <Heading title=t.sign_in() lead=t.sign_in_lead()/>
            <ErrorSummary t form/>
            <form class="card" method="post" action="/sign-in" novalidate>
                <Hidden name="next" value=form.value("next")/>
                <Field t form name="email" label=t.email() kind="email" autocomplete="username" required=true/>
                <Field t form name="password" label=t.password() kind="password" autocomplete="current-password" required=true/>
                <p class="buttons"><Submit label=t.sign_in()/></p>
            </form>
            <p class="quiet">{t.sign_in_forgotten()}</p>
        </div>
    }
    .into_html()
}
