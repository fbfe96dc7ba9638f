//! For load balancers: 200 when the database answers.

use axum::extract::State;

use crate::web::{App, Failure};

pub async fn page(State(app): State<App>) -> Result<&'static str, Failure> {
    app.db.ping().await?;
    Ok("ok\n")
}
