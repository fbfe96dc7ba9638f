//! Forms as they come in: names and values, as typed. A handler validates field by field and shows the same [`Form`] again with the
//! errors in it, so that nothing typed is ever lost.

use app::Form;
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use futures_util::StreamExt;

use super::{App, Failure, Once};

/// Bytes of a form without files. The longest form (a warning with six options) stays under 200 KB even at every limit of length.
pub const FORM_LIMIT: usize = 1 << 20;
/// Fields of one form.
const MAX_FIELDS: usize = 1000;
/// Files of one form.
const MAX_FILES: usize = 10;
/// Bytes of files too large that are read and thrown away to reach what follows them: the rest of the form.
const SURPLUS_LIMIT: usize = 1 << 30;

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

/// The same of a form that makes something: with what keeps it from being made twice.
pub struct Making(pub Form, pub Once);

impl FromRequest<App> for Making {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Making, Failure> {
        let path = request.uri().path().to_owned();
        let Posted(form) = Posted::from_request(request, app).await?;
        let once = Once::of(&path, &form, &[]);
        Ok(Making(form, once))
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
    /// The limit when there were more.
    pub bytes: Result<Vec<u8>, usize>,
}

/// A `multipart/form-data` body. All its files together have at most the configured size, all its texts [`FORM_LIMIT`]: what one
/// request may hold in memory. Of a file that goes beyond, nothing is kept, but what was typed is.
pub struct Upload {
    pub form: Form,
    pub files: Vec<Uploaded>,
    pub once: Once,
}

impl Upload {
    /// The status of the page that shows this form again.
    pub fn refused(&self) -> StatusCode {
        let too_large = self.files.iter().any(|file| file.bytes.is_err());
        if too_large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Upload, Failure> {
        let (limit, path) = (app.config.upload_limit, request.uri().path().to_owned());
        let mut parts = Multipart::from_request(request, app).await.map_err(|_| Failure::Malformed)?;
        let (mut form, mut files) = (Form::default(), vec![]);
        let mut for_files = Room { limit, left: limit, surplus: SURPLUS_LIMIT };
        let mut for_texts = Room { limit: FORM_LIMIT, left: FORM_LIMIT, surplus: 0 };
        let mut fields = 0;
        while let Some(part) = parts.next_field().await.map_err(|_| Failure::Malformed)? {
            fields += 1;
            if fields > MAX_FIELDS || files.len() > MAX_FILES {
                return Err(Failure::Malformed);
            }
            let field = part.name().unwrap_or_default().to_owned();
            let Some(name) = part.file_name().map(clean_name) else {
                let bytes = for_texts.read(part).await?.map_err(|limit| Failure::TooLarge { limit })?;
                let value = String::from_utf8(bytes).map_err(|_| Failure::Malformed)?;
                form.add(field, clean(&value));
                continue;
            };
            let bytes = for_files.read(part).await?;
            // A file field left empty comes as a part without name and bytes.
            if !name.is_empty() || bytes != Ok(vec![]) {
                files.push(Uploaded { field, name, bytes });
            }
        }
        let once = Once::of(&path, &form, &files);
        Ok(Upload { form, files, once })
    }
}

/// How many bytes of one sort may come in a form.
struct Room {
    limit: usize,
    left: usize,
    /// Bytes beyond the limit that may be read and thrown away.
    surplus: usize,
}

impl Room {
    /// The bytes of a part, or the limit when there are more: the part is then read to its end, and not kept.
    async fn read(&mut self, mut part: Field<'_>) -> Result<Result<Vec<u8>, usize>, Failure> {
        let mut kept = Ok(Vec::new());
        while let Some(chunk) = part.chunk().await.map_err(|_| Failure::Malformed)? {
            match (&mut kept, self.left.checked_sub(chunk.len())) {
                (Ok(bytes), Some(less)) => {
                    self.left = less;
                    bytes.extend_from_slice(&chunk);
                }
                _ => {
                    self.left += kept.map_or(0, |bytes| bytes.len());
                    kept = Err(self.limit);
                    self.surplus =
                        self.surplus.checked_sub(chunk.len()).ok_or(Failure::TooLarge { limit: self.limit })?;
                }
            }
        }
        Ok(kept)
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
