//! From a Rust value to a JSON value, refusing what serde_json would change in silence: it writes NaN as `null`, keeps one of
//! two equal member names, turns numbers into names, and bytes into arrays.

use serde::ser::{self, Serialize};
use serde_json::{Map, Value};

use super::{CanonicalError, MAX_DEPTH, MAX_INTEGER};

impl ser::Error for CanonicalError {
    fn custom<T: std::fmt::Display>(message: T) -> CanonicalError {
        CanonicalError::Unwritable(message.to_string())
    }
}

/// Builds one value; the number counts the arrays and objects around it.
#[derive(Clone, Copy)]
pub(super) struct Builder(pub usize);

impl Builder {
    fn inside(self) -> Result<Builder, CanonicalError> {
        if self.0 < MAX_DEPTH { Ok(Builder(self.0 + 1)) } else { Err(CanonicalError::TooDeep) }
    }

    fn items(self, tag: Option<&'static str>) -> Result<Items, CanonicalError> {
        let outer = if tag.is_some() { self.inside()? } else { self };
        Ok(Items { inside: outer.inside()?, items: Vec::new(), tag })
    }

    fn members(self, tag: Option<&'static str>) -> Result<Members, CanonicalError> {
        let outer = if tag.is_some() { self.inside()? } else { self };
        Ok(Members { inside: outer.inside()?, members: Map::new(), name: None, tag })
    }
}

/// An enum variant with content is an object with one member, as serde_json writes it.
fn tagged(tag: Option<&'static str>, value: Value) -> Value {
    match tag {
        None => value,
        Some(tag) => Value::Object(Map::from_iter([(tag.to_owned(), value)])),
    }
}

fn integer(value: impl TryInto<i64>) -> Result<Value, CanonicalError> {
    match value.try_into() {
        Ok(value) if (-MAX_INTEGER..=MAX_INTEGER).contains(&value) => Ok(value.into()),
        _ => Err(CanonicalError::Number),
    }
}

macro_rules! integers {
    ($($method:ident: $type:ty,)+) => {
        $(fn $method(self, value: $type) -> Result<Value, CanonicalError> { integer(value) })+
    };
}

impl ser::Serializer for Builder {
    type Ok = Value;
    type Error = CanonicalError;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Members;

    integers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
    }

    fn serialize_f32(self, _: f32) -> Result<Value, CanonicalError> {
        Err(CanonicalError::Number)
    }

    fn serialize_f64(self, _: f64) -> Result<Value, CanonicalError> {
        Err(CanonicalError::Number)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Value, CanonicalError> {
        Err(CanonicalError::Unwritable("bytes have no form in JSON; write them as text".into()))
    }

    fn serialize_bool(self, value: bool) -> Result<Value, CanonicalError> {
        Ok(value.into())
    }

    fn serialize_char(self, value: char) -> Result<Value, CanonicalError> {
        Ok(value.to_string().into())
    }

    fn serialize_str(self, value: &str) -> Result<Value, CanonicalError> {
        Ok(value.into())
    }

    fn serialize_none(self) -> Result<Value, CanonicalError> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, CanonicalError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, CanonicalError> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, CanonicalError> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<Value, CanonicalError> {
        Ok(name.into())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, CanonicalError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<Value, CanonicalError> {
        Ok(tagged(Some(name), value.serialize(self.inside()?)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, CanonicalError> {
        self.items(None)
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, CanonicalError> {
        self.items(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, CanonicalError> {
        self.items(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Items, CanonicalError> {
        self.items(Some(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members, CanonicalError> {
        self.members(None)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, CanonicalError> {
        self.members(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Members, CanonicalError> {
        self.members(Some(name))
    }
}

/// An array being built.
pub(super) struct Items {
    inside: Builder,
    items: Vec<Value>,
    tag: Option<&'static str>,
}

macro_rules! items {
    ($($trait:ident: $method:ident,)+) => {
        $(impl ser::$trait for Items {
            type Ok = Value;
            type Error = CanonicalError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
                self.items.push(value.serialize(self.inside)?);
                Ok(())
            }

            fn end(self) -> Result<Value, CanonicalError> {
                Ok(tagged(self.tag, self.items.into()))
            }
        })+
    };
}

items! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
}

/// An object being built.
pub(super) struct Members {
    inside: Builder,
    members: Map<String, Value>,
    /// The name whose value comes next.
    name: Option<String>,
    tag: Option<&'static str>,
}

impl Members {
    fn insert<T: Serialize + ?Sized>(&mut self, name: String, value: &T) -> Result<(), CanonicalError> {
        let value = value.serialize(self.inside)?;
        if self.members.contains_key(&name) {
            return Err(CanonicalError::Duplicate { name });
        }
        self.members.insert(name, value);
        Ok(())
    }
}

impl ser::SerializeMap for Members {
    type Ok = Value;
    type Error = CanonicalError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), CanonicalError> {
        match key.serialize(self.inside)? {
            Value::String(name) => {
                self.name = Some(name);
                Ok(())
            }
            _ => Err(CanonicalError::Unwritable("a member name must be text".into())),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), CanonicalError> {
        let name = self.name.take().ok_or_else(|| CanonicalError::Unwritable("a value without a name".into()))?;
        self.insert(name, value)
    }

    fn end(self) -> Result<Value, CanonicalError> {
        Ok(tagged(self.tag, self.members.into()))
    }
}

macro_rules! members {
    ($($trait:ident,)+) => {
        $(impl ser::$trait for Members {
            type Ok = Value;
            type Error = CanonicalError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), CanonicalError> {
                self.insert(name.to_owned(), value)
            }

            fn end(self) -> Result<Value, CanonicalError> {
                Ok(tagged(self.tag, self.members.into()))
            }
        })+
    };
}

members! {
    SerializeStruct,
    SerializeStructVariant,
}
