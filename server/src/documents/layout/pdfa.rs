//! Completes printpdf's document into PDF/A-3b (ISO 19005-3) with lopdf: metadata, output intent, identifier, language,
//! outline, logical structure and embedded files.
//!
//! PDF/A allows no encryption, no script, no font left out and nothing fetched; nothing here could add one.

use std::collections::HashMap;
use std::sync::Arc;

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::draw::{Marked, role_name};
use super::seal::{self, Area, Hole, Seal};
use super::strip::{Bookmark, Role, Tag};
use super::{Attachment, Error, Meta, icc};

/// How hard streams are compressed, of 9.
const LEVEL: u32 = 5;

/// Where links lead: page from 0, height on the page in points.
pub type Anchors = HashMap<Arc<str>, (usize, f32)>;

/// A bookmark and where it leads: page from 0, height on the page in points.
pub struct Target {
    pub bookmark: Bookmark,
    pub page: usize,
    pub y: f32,
}

pub fn complete(
    mut pdf: Document,
    meta: &Meta,
    (outline, anchors): (&[Target], &Anchors),
    mut marked: Marked,
    attachments: &[Attachment],
    sealed: Option<(&Seal, Area)>,
) -> Result<(Vec<u8>, Option<Hole>), Error> {
    pdf.version = "1.7".to_owned();
    let mut pages: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    let look = sealed.map(|(_, area)| seal::look(&mut pdf, &mut pages, &mut marked, area)).transpose()?;
    let widget = sealed.map(|(seal, _)| (pdf.new_object_id(), seal.alt()));
    let profile = pdf.add_object(Stream::new(dictionary! { "N" => 3 }, icc::srgb()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let xmp =
        Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, super::xmp::packet(meta).into_bytes());
    let xmp = pdf.add_object(xmp.with_compression(false));
    let structure = structure(&mut pdf, &pages, &marked, anchors, widget.as_ref())?;
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => pdf.catalog()?.get(b"Pages")?.clone(),
        "Lang" => Object::string_literal(meta.lang),
        "Metadata" => xmp,
        "OutputIntents" => vec![intent.into()],
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => structure,
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
    };
    if !outline.is_empty() {
        catalog.set("Outlines", bookmarks(&mut pdf, &pages, outline));
        catalog.set("PageMode", if pages.len() > 3 { "UseOutlines" } else { "UseNone" });
    }
    if !attachments.is_empty() {
        let files: Vec<Object> = attachments.iter().map(|a| embed(&mut pdf, meta, a).into()).collect();
        let names =
            attachments.iter().zip(&files).flat_map(|(a, file)| [text(&a.name), file.clone()]).collect::<Vec<_>>();
        catalog.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } });
        catalog.set("AF", files);
    }
    if let Some((widget, _)) = &widget {
        catalog.set("AcroForm", dictionary! { "Fields" => vec![(*widget).into()], "SigFlags" => 3 });
    }
    if let Some(store) = sealed.and_then(|(seal, _)| seal.validation.store(&mut pdf)) {
        catalog.set("DSS", store);
    }
    let root = pdf.trailer.get(b"Root")?.as_reference()?;
    pdf.set_object(root, catalog);
    let info = pdf.trailer.get(b"Info")?.as_reference()?;
    pdf.set_object(info, information(meta));
    pdf.trailer.set("ID", identifier(&pdf));
    compress(&mut pdf)?;
    if let (Some((seal, area)), Some(look), Some((widget, alt))) = (sealed, look, &widget) {
        // Last of all, so that nothing written as it is comes after the signature.
        seal::field(&mut pdf, seal, area, look, (*widget, alt), pages[0], pages.len(), meta);
    }
    // The structure is thousands of small objects: packed together they take a tenth of the room.
    let packed = SaveOptions::builder().use_object_streams(true).use_xref_streams(true);
    let packed = packed.max_objects_per_stream(1_000).compression_level(LEVEL).build();
    let mut bytes = Vec::new();
    pdf.save_with_options(&mut bytes, packed).map_err(|e| Error::Pdf(e.to_string()))?;
    let hole = sealed.map(|(seal, _)| Hole::dig(&mut bytes, seal.room)).transpose()?;
    Ok((bytes, hole))
}

/// The same facts as in the XMP packet.
fn information(meta: &Meta) -> Dictionary {
    let date = Object::string_literal(meta.made.strftime("D:%Y%m%d%H%M%SZ").to_string());
    dictionary! {
        "Title" => text(&meta.title),
        "Author" => text(&meta.author),
        "Subject" => text(&meta.subject),
        "Creator" => text(super::CREATOR),
        "Producer" => text(super::PRODUCER),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    }
}

/// Two equal identifiers out of the content itself: the same document has the same, another has another.
fn identifier(pdf: &Document) -> Object {
    let mut hash = Sha256::new();
    for stream in pdf.objects.values().filter_map(|object| object.as_stream().ok()) {
        hash.update(&stream.content);
    }
    let id = Object::String(hash.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    Object::Array(vec![id.clone(), id])
}

/// Compresses every stream that may be. lopdf would do so at the highest level and with a new compressor, a third of a
/// megabyte, for each: together twice the time of all the rest.
fn compress(pdf: &mut Document) -> Result<(), Error> {
    let mut compressor = Compress::new(Compression::new(LEVEL), true);
    for stream in pdf.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()) {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            compressor.reset();
            // Room for the worst case: stored blocks of 16 KB, each with five bytes, and the frame.
            let mut packed = Vec::with_capacity(stream.content.len() + stream.content.len() / 1_000 + 64);
            let end = compressor.compress_vec(&stream.content, &mut packed, FlushCompress::Finish);
            if !matches!(end, Ok(Status::StreamEnd)) {
                return Err(Error::Pdf("a stream cannot be compressed".into()));
            }
            packed.shrink_to_fit();
            stream.set_content(packed);
            stream.dict.set("Filter", "FlateDecode");
        }
    }
    Ok(())
}

/// Text outside of pages: UTF-16 where ASCII does not do (ISO 32000-1, 7.9.2.2).
fn text(value: &str) -> Object {
    lopdf::text_string(value)
}

fn embed(pdf: &mut Document, meta: &Meta, attachment: &Attachment) -> ObjectId {
    let date = Object::string_literal(meta.made.strftime("D:%Y%m%d%H%M%SZ").to_string());
    let stream = Stream::new(
        dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => Object::Name(attachment.media_type.as_bytes().to_vec()),
            "Params" => dictionary! { "Size" => attachment.bytes.len() as i64, "ModDate" => date },
        },
        attachment.bytes.clone(),
    );
    // The evidence stays readable to the simplest of verifiers.
    let stream = pdf.add_object(stream.with_compression(!attachment.plain));
    pdf.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => text(&attachment.name),
        "UF" => text(&attachment.name),
        "Desc" => text(&attachment.description),
        "AFRelationship" => attachment.relationship.name(),
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    })
}

/// The outline as a tree: a bookmark belongs to the last one before it of a lower level (ISO 32000-1, 12.3.3).
fn bookmarks(pdf: &mut Document, pages: &[ObjectId], targets: &[Target]) -> ObjectId {
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = targets.iter().map(|_| pdf.new_object_id()).collect();
    let parent = |i: usize| (0..i).rev().find(|&j| targets[j].bookmark.level < targets[i].bookmark.level);
    let parents: Vec<Option<usize>> = (0..targets.len()).map(parent).collect();
    let children = |of: Option<usize>| -> Vec<usize> { (0..targets.len()).filter(|&i| parents[i] == of).collect() };
    for (i, target) in targets.iter().enumerate() {
        let siblings = children(parents[i]);
        let place = siblings.iter().position(|&s| s == i).unwrap_or(0);
        let at = vec![pages[target.page].into(), "XYZ".into(), 0.into(), target.y.into(), Object::Null];
        let mut item = dictionary! {
            "Title" => text(&target.bookmark.title),
            "Parent" => parents[i].map_or(root, |p| ids[p]),
            "Dest" => at,
        };
        if place > 0 {
            item.set("Prev", ids[siblings[place - 1]]);
        }
        if let Some(&next) = siblings.get(place + 1) {
            item.set("Next", ids[next]);
        }
        let inner = children(Some(i));
        if let (Some(&first), Some(&last)) = (inner.first(), inner.last()) {
            item.set("First", ids[first]);
            item.set("Last", ids[last]);
            // Negative: shown closed.
            item.set("Count", -(inner.len() as i64));
        }
        pdf.set_object(ids[i], item);
    }
    let top = children(None);
    pdf.set_object(
        root,
        dictionary! { "Type" => "Outlines", "First" => ids[top[0]], "Last" => ids[top[top.len() - 1]], "Count" => top.len() as i64 },
    );
    root
}

enum Kid {
    Element(usize),
    /// Page and number of the piece.
    Piece(usize, usize),
    /// An annotation, on this page.
    Annotation(ObjectId, usize),
}

#[derive(Default)]
struct Tree {
    tags: Vec<Tag>,
    kids: Vec<Vec<Kid>>,
    index: HashMap<usize, usize>,
    roots: Vec<usize>,
}

impl Tree {
    fn element(&mut self, tag: &Tag) -> usize {
        if let Some(&known) = self.index.get(&tag.id()) {
            return known;
        }
        let parent = tag.parent().map(|p| self.element(p));
        let new = self.tags.len();
        self.tags.push(tag.clone());
        self.kids.push(Vec::new());
        self.index.insert(tag.id(), new);
        match parent {
            Some(parent) => self.kids[parent].push(Kid::Element(new)),
            None => self.roots.push(new),
        }
        new
    }
}

/// An annotation over the words of each link (ISO 32000-1, 12.5.6.5), printed with the page (4), as a part of its element: the element,
/// the page, the annotation. One that leads nowhere stays words. Their numbers in the structure come after those of the pages and the seal.
fn lead(
    pdf: &mut Document,
    pages: &[ObjectId],
    marked: &Marked,
    anchors: &Anchors,
    tree: &mut Tree,
) -> Vec<(usize, usize, ObjectId)> {
    let mut led = Vec::new();
    for (link, (to, y)) in marked.links.iter().filter_map(|link| Some((link, *anchors.get(&link.to)?))) {
        let annotation = pdf.add_object(dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => link.area.iter().map(|side| Object::Real((side * 100.0).round() / 100.0)).collect::<Vec<_>>(),
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "F" => 4,
            "Contents" => text(&link.words),
            "Dest" => vec![pages[to].into(), "XYZ".into(), 0.into(), y.into(), Object::Null],
            "StructParent" => (pages.len() + 1 + led.len()) as i64,
        });
        let owner = tree.element(&link.tag);
        tree.kids[owner].push(Kid::Annotation(annotation, link.page));
        led.push((owner, link.page, annotation));
    }
    led
}

/// Puts the links on their pages, and their elements among the `numbers` of the structure.
fn annotate(
    pdf: &mut Document,
    pages: &[ObjectId],
    elements: &[ObjectId],
    links: Vec<(usize, usize, ObjectId)>,
    numbers: &mut Vec<Object>,
) -> Result<(), Error> {
    for (key, (owner, page, annotation)) in (pages.len() + 1..).zip(links) {
        numbers.extend([Object::Integer(key as i64), elements[owner].into()]);
        let page = pdf.get_dictionary_mut(pages[page])?;
        match page.get_mut(b"Annots").and_then(Object::as_array_mut) {
            Ok(all) => all.push(annotation.into()),
            Err(_) => page.set("Annots", vec![Object::from(annotation)]),
        }
    }
    Ok(())
}

/// The logical structure (ISO 32000-1, 14.7): what a reader that speaks reads, in the order of drawing.
fn structure(
    pdf: &mut Document,
    pages: &[ObjectId],
    marked: &Marked,
    anchors: &Anchors,
    widget: Option<&(ObjectId, String)>,
) -> Result<ObjectId, Error> {
    let mut tree = Tree::default();
    let root = pdf.new_object_id();
    let owners: Vec<Vec<usize>> = marked
        .pages
        .iter()
        .enumerate()
        .map(|(page, tags)| {
            let owner = |(number, tag): (usize, &Tag)| {
                let owner = tree.element(tag);
                tree.kids[owner].push(Kid::Piece(page, number));
                owner
            };
            tags.iter().enumerate().map(owner).collect()
        })
        .collect();
    let form = widget.map(|(widget, alt)| {
        let root = tree.roots.first().map_or_else(Tag::root, |&root| tree.tags[root].clone());
        let form = tree.element(&root.form(alt));
        tree.kids[form].push(Kid::Annotation(*widget, 0));
        form
    });
    let links = lead(pdf, pages, marked, anchors, &mut tree);
    let ids: Vec<ObjectId> = tree.tags.iter().map(|_| pdf.new_object_id()).collect();
    for (i, tag) in tree.tags.iter().enumerate() {
        let parent = tag.parent().map_or(root, |p| ids[tree.index[&p.id()]]);
        let mut element = dictionary! { "S" => role_name(tag.role()), "P" => parent };
        let page = tree.kids[i].iter().find_map(|k| if let Kid::Piece(page, _) = k { Some(*page) } else { None });
        if let Some(page) = page {
            element.set("Pg", pages[page]);
        }
        let kid = |kid: &Kid| match *kid {
            Kid::Element(e) => ids[e].into(),
            Kid::Annotation(of, page) => dictionary! { "Type" => "OBJR", "Obj" => of, "Pg" => pages[page] }.into(),
            Kid::Piece(p, number) if Some(p) == page => Object::Integer(number as i64),
            Kid::Piece(p, number) => dictionary! { "Type" => "MCR", "Pg" => pages[p], "MCID" => number as i64 }.into(),
        };
        element.set("K", tree.kids[i].iter().map(kid).collect::<Vec<Object>>());
        if let Some(alt) = tag.alt() {
            element.set("Alt", text(alt));
        }
        if tag.role() == Role::HeadCell {
            element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" });
        }
        pdf.set_object(ids[i], element);
    }
    let mut numbers: Vec<Object> = Vec::new();
    for (page, owners) in owners.iter().enumerate() {
        let list = pdf.add_object(owners.iter().map(|&o| ids[o].into()).collect::<Vec<Object>>());
        numbers.extend([Object::Integer(page as i64), list.into()]);
        let dictionary = pdf.get_dictionary_mut(pages[page])?;
        dictionary.set("StructParents", page as i64);
        dictionary.set("Tabs", "S");
        dictionary.remove(b"Annots");
    }
    if let (Some(form), Some((widget, _))) = (form, widget) {
        numbers.extend([Object::Integer(pages.len() as i64), ids[form].into()]);
        pdf.get_dictionary_mut(pages[0])?.set("Annots", vec![Object::from(*widget)]);
    }
    let next = pages.len() + 1 + links.len();
    annotate(pdf, pages, &ids, links, &mut numbers)?;
    pdf.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => tree.roots.iter().map(|&r| ids[r].into()).collect::<Vec<Object>>(),
            "ParentTree" => dictionary! { "Nums" => numbers },
            "ParentTreeNextKey" => next as i64,
        },
    );
    Ok(root)
}
