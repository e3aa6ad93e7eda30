//! What a model is made of, as data: the generator writes TypeScript from it, and a table that bodies and arguments are checked by.

use std::collections::BTreeMap;

/// One model: its name, its documentation, its fields.
#[derive(Debug)]
pub struct Model {
    /// The TypeScript name.
    pub name: &'static str,
    /// The documentation, as written on the struct.
    pub doc: &'static str,
    /// The fields in the order of declaration.
    pub fields: &'static [Field],
}

/// One field of a [`Model`].
#[derive(Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// The documentation, as written on the field.
    pub doc: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it has to be there.
    pub required: bool,
}

/// What a field holds.
#[derive(Debug)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A string without lone surrogates.
    Text,
    /// A whole number that JavaScript holds exactly, within bounds.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// An object with strings under any keys.
    Record,
    /// An array of one kind.
    List(&'static Kind),
    /// An array of one kind; lakeFS sends `null` for an empty one.
    ListOrNull(&'static Kind),
    /// Another model.
    Object(&'static Model),
}

/// The largest whole number that JavaScript holds exactly.
pub const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;

/// A Rust type that stands for a [`Kind`].
pub trait Described {
    /// The kind.
    const KIND: Kind;
    /// Whether a field of this type has to be there.
    const REQUIRED: bool = true;
}

impl Described for bool {
    const KIND: Kind = Kind::Boolean;
}

impl Described for String {
    const KIND: Kind = Kind::Text;
}

impl Described for i64 {
    const KIND: Kind = Kind::Integer { min: -MAX_SAFE_INTEGER, max: MAX_SAFE_INTEGER };
}

impl Described for i32 {
    const KIND: Kind = Kind::Integer { min: i32::MIN as i64, max: i32::MAX as i64 };
}

impl Described for BTreeMap<String, String> {
    const KIND: Kind = Kind::Record;
}

impl<T: Described> Described for Vec<T> {
    const KIND: Kind = Kind::List(&T::KIND);
}

impl<T: Described> Described for Option<T> {
    const KIND: Kind = T::KIND;
    const REQUIRED: bool = false;
}

/// A list that lakeFS sends as `null` when it is empty; it is read as an empty list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListOrNull<T>(pub Vec<T>);

impl<T: Described> Described for ListOrNull<T> {
    const KIND: Kind = Kind::ListOrNull(&T::KIND);
}

/// Declares structs whose fields can be told at run time: each becomes the struct itself and a [`Model`].
#[macro_export]
macro_rules! models {
    ($($(#[doc = $doc:literal])+ pub struct $name:ident { $($(#[doc = $field_doc:literal])+ pub $field:ident: $kind:ty,)+ })+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, PartialEq)]
            #[allow(non_snake_case)]
            pub struct $name { $($(#[doc = $field_doc])+ pub $field: $kind,)+ }

            impl $name {
                /// The struct as data.
                pub const MODEL: $crate::kind::Model = $crate::kind::Model {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),+),
                    fields: &[$($crate::kind::Field {
                        name: stringify!($field),
                        doc: concat!($($field_doc, "\n"),+),
                        kind: <$kind as $crate::kind::Described>::KIND,
                        required: <$kind as $crate::kind::Described>::REQUIRED,
                    }),+],
                };
            }

            impl $crate::kind::Described for $name {
                const KIND: $crate::kind::Kind = $crate::kind::Kind::Object(&$name::MODEL);
            }
        )+

        /// All models, in the order of declaration.
        pub const MODELS: &[&$crate::kind::Model] = &[$(&$name::MODEL),+];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_stand_for_their_kinds() {
        assert!(matches!(i64::KIND, Kind::Integer { min: -9_007_199_254_740_991, max: 9_007_199_254_740_991 }));
        assert!(matches!(i32::KIND, Kind::Integer { min: -2_147_483_648, max: 2_147_483_647 }));
        assert!(matches!(<Vec<bool>>::KIND, Kind::List(Kind::Boolean)));
        assert!(matches!(<ListOrNull<String>>::KIND, Kind::ListOrNull(Kind::Text)));
        assert!(matches!(<Option<BTreeMap<String, String>>>::KIND, Kind::Record));
        assert_eq!((<Option<bool>>::REQUIRED, bool::REQUIRED, <ListOrNull<bool>>::REQUIRED), (false, true, true));
    }
}
