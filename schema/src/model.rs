//! Models as data: a [`Model`] lists the fields of a struct, and a [`Schema`] says what a value must be.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A model: its name, documentation and fields.
#[derive(Debug)]
pub struct Model {
    /// The name, the same in Rust and in TypeScript.
    pub name: &'static str,
    /// The documentation, as written on the struct.
    pub doc: &'static str,
    /// The fields in the order of declaration.
    pub fields: &'static [Field],
}

/// A field of a [`Model`].
#[derive(Debug)]
pub struct Field {
    /// The name, as in lakeFS's JSON.
    pub name: &'static str,
    /// The documentation, as written on the field.
    pub doc: &'static str,
    /// What it holds.
    pub schema: Schema,
    /// Whether it must be present.
    pub required: bool,
}

/// What a value must be.
#[derive(Debug)]
pub enum Schema {
    /// `true` or `false`.
    Boolean,
    /// A string.
    Text,
    /// An integer that JavaScript represents exactly, within bounds.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// An object with strings under any keys.
    Record,
    /// An array.
    List(&'static Schema),
    /// An array; lakeFS sends `null` when it is empty.
    ListOrNull(&'static Schema),
    /// A model.
    Object(&'static Model),
}

/// The largest integer that JavaScript represents exactly.
pub const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;

/// A Rust type with a [`Schema`].
pub trait HasSchema {
    /// The schema.
    const SCHEMA: Schema;
    /// Whether a field of this type must be present.
    const REQUIRED: bool = true;

    /// Whether a field with this value is left out of JSON.
    fn is_absent(&self) -> bool {
        false
    }
}

impl HasSchema for bool {
    const SCHEMA: Schema = Schema::Boolean;
}

impl HasSchema for String {
    const SCHEMA: Schema = Schema::Text;
}

impl HasSchema for i64 {
    const SCHEMA: Schema = Schema::Integer { min: -MAX_SAFE_INTEGER, max: MAX_SAFE_INTEGER };
}

impl HasSchema for i32 {
    const SCHEMA: Schema = Schema::Integer { min: i32::MIN as i64, max: i32::MAX as i64 };
}

impl HasSchema for BTreeMap<String, String> {
    const SCHEMA: Schema = Schema::Record;
}

impl<T: HasSchema> HasSchema for Vec<T> {
    const SCHEMA: Schema = Schema::List(&T::SCHEMA);
}

impl<T: HasSchema> HasSchema for Option<T> {
    const SCHEMA: Schema = T::SCHEMA;
    const REQUIRED: bool = false;

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// A list for which lakeFS sends `null` when it is empty. The package hands `null` over as `[]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ListOrNull<T> {
    /// A list, which can be empty.
    List(Vec<T>),
    /// An empty list, as lakeFS sends it.
    Null,
}

impl<T: HasSchema> HasSchema for ListOrNull<T> {
    const SCHEMA: Schema = Schema::ListOrNull(&T::SCHEMA);
}

/// Declares the models. Each becomes a struct for serde, with the fields that lakeFS sends beside the declared ones, and a [`Model`].
#[macro_export]
macro_rules! models {
    ($($(#[doc = $doc:literal])+ pub struct $name:ident { $($(#[doc = $field_doc:literal])+ pub $field:ident: $type:ty,)+ })+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
            #[allow(non_snake_case)]
            pub struct $name {
                $(
                    $(#[doc = $field_doc])+
                    #[serde(skip_serializing_if = "HasSchema::is_absent")]
                    pub $field: $type,
                )+
                /// Fields that other versions of lakeFS send.
                #[serde(flatten)]
                pub unknown_fields: std::collections::BTreeMap<String, serde_json::Value>,
            }

            impl $name {
                /// The struct as data.
                pub const MODEL: $crate::model::Model = $crate::model::Model {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),+),
                    fields: &[$($crate::model::Field {
                        name: stringify!($field),
                        doc: concat!($($field_doc, "\n"),+),
                        schema: <$type as $crate::model::HasSchema>::SCHEMA,
                        required: <$type as $crate::model::HasSchema>::REQUIRED,
                    }),+],
                };
            }

            impl $crate::model::HasSchema for $name {
                const SCHEMA: $crate::model::Schema = $crate::model::Schema::Object(&$name::MODEL);
            }
        )+

        /// All models, in the order of declaration.
        pub const MODELS: &[&$crate::model::Model] = &[$(&$name::MODEL),+];
    };
}
