//! Forms as they come in: names and values, as typed. A handler validates field by field and shows the same [`Form`] again with the
//! errors in it, so that nothing typed is ever lost.

use app::Form;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use futures_util::StreamExt;

use super::{App, Failure};

/// Bytes of a form without files. The longest form (a warning with six options) stays under 200 KB even at every limit of length.
pub const FORM_LIMIT: usize = 1 << 20;
/// Fields of one form.
const MAX_FIELDS: usize = 1000;
/// Files of one form.
const MAX_FILES: usize = 10;

/// An `application/x-www-form-urlencoded` body.
pub struct Posted(pub Form);

impl FromRequest<App> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &App) -> Result<Posted, Failure> {
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|v| v.starts_with("application/x-www-form-urlencoded"));
        let empty = request.headers().get(header::CONTENT_LENGTH).is_none_or(|v| v == "0");
        if !is_form && !empty {
            return Err(Failure::Malformed);
        }
        let bytes = read(request.into_body(), FORM_LIMIT).await?;
        let pairs: Vec<(String, String)> = serde_html_form::from_bytes(&bytes).map_err(|_| Failure::Malformed)?;
        if pairs.len() > MAX_FIELDS {
            return Err(Failure::Malformed);
        }
        Ok(Posted(Form::from_pairs(pairs.into_iter().map(|(name, value)| (name, clean(&value))))))
    }
}

/// Browsers send line ends as CRLF (HTML, form data set); texts are kept with `\n`, without control characters.
fn clean(value: &str) -> String {
    value.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// A file as uploaded: the name is what the visitor's machine said, the type is not yet checked.
pub struct Uploaded {
    pub field: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A `multipart/form-data` body. All its files together have at most the configured size, all its texts [`FORM_LIMIT`]: what one
/// request may hold in memory.
pub struct Upload {
    pub form: Form,
    pub files: Vec<Uploaded>,
}

impl FromRequest<App> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Upload, Failure> {
        let limit = app.config.upload_limit;
        let mut parts = Multipart::from_request(request, app).await.map_err(|_| Failure::Malformed)?;
        let mut upload = Upload { form: Form::default(), files: vec![] };
        let (mut left_for_files, mut left_for_texts, mut fields) = (limit, FORM_LIMIT, 0);
        while let Some(mut part) = parts.next_field().await.map_err(|_| Failure::Malformed)? {
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(clean_name);
            let left = if file.is_some() { &mut left_for_files } else { &mut left_for_texts };
            let mut bytes = Vec::new();
            while let Some(chunk) = part.chunk().await.map_err(|_| Failure::Malformed)? {
                *left = left.checked_sub(chunk.len()).ok_or(Failure::TooLarge { limit })?;
                bytes.extend_from_slice(&chunk);
            }
            fields += 1;
            if fields > MAX_FIELDS || upload.files.len() > MAX_FILES {
                return Err(Failure::Malformed);
            }
            match file {
                // A file field left empty comes as a part without name and bytes.
                Some(file) if !(file.is_empty() && bytes.is_empty()) => {
                    upload.files.push(Uploaded { field: name, name: file, bytes })
                }
                Some(_) => {}
                None => {
                    let value = String::from_utf8(bytes).map_err(|_| Failure::Malformed)?;
                    upload.form.add(name, clean(&value));
                }
            }
        }
        Ok(upload)
    }
}

/// The last component, without control characters, at most 120 characters.
fn clean_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(120).collect()
}

async fn read(body: Body, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Failure::Malformed)?;
        if bytes.len() + chunk.len() > limit {
            return Err(Failure::TooLarge { limit });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
