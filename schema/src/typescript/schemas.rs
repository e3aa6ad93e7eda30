//! `schemas.ts`: the models as data that the package validates by.

use super::HEADER;
use crate::model::{MAX_SAFE_INTEGER, Model, Schema};
use crate::models::MODELS;
use std::fmt::Write;

pub(super) fn render() -> String {
    let mut text = format!(
        "{HEADER}import type {{ ObjectSchema, Schema, Unvalidated }} from \"../validate/schema.js\";\n\n\
         const {{ isSafeInteger }} = Number;\n\
         const integer: Schema = {{ min: -9007199254740991, max: 9007199254740991 }};\n"
    );
    // A model follows the models it contains.
    let mut written = Vec::new();
    while written.len() < MODELS.len() {
        let before = written.len();
        for model in MODELS {
            if !written.contains(&model.name) && contained(model).iter().all(|name| written.contains(name)) {
                object_schema(&mut text, model);
                if is_listed(model) {
                    predicate(&mut text, model);
                }
                written.push(model.name);
            }
        }
        if written.len() == before {
            break; // The models contain each other; TypeScript reports what is missing.
        }
    }
    text
}

/// A schema as an expression of another file, which imports this one as `schemas`.
pub(super) fn qualified(schema: &Schema) -> String {
    match schema {
        Schema::Object(model) => format!("schemas.{}", model.name),
        Schema::List(Schema::Object(model)) if !is_listed(model) => format!("{{ list: schemas.{} }}", model.name),
        other => expression(other),
    }
}

fn contained(model: &Model) -> Vec<&'static str> {
    fn named(schema: &Schema) -> Option<&'static str> {
        match schema {
            Schema::Object(model) => Some(model.name),
            Schema::List(of) | Schema::ListOrNull(of) => named(of),
            _ => None,
        }
    }
    model.fields.iter().filter_map(|field| named(&field.schema)).collect()
}

fn object_schema(text: &mut String, model: &Model) {
    let fields: Vec<String> = model
        .fields
        .iter()
        .map(|field| format!("  [{:?}, {}, {}],\n", field.name, expression(&field.schema), field.required))
        .collect();
    let _ = write!(text, "\nexport const {}: ObjectSchema = {{ fields: [\n{}] }};\n", model.name, fields.concat());
}

/// Whether a model is the item of another model's list.
fn is_listed(model: &Model) -> bool {
    let lists = MODELS.iter().flat_map(|model| model.fields).filter_map(|field| match &field.schema {
        Schema::List(Schema::Object(of)) => Some(of.name),
        _ => None,
    });
    lists.into_iter().any(|name| name == model.name)
}

/// The same validation as code, which engines run ten times as fast as a loop over a schema (docs/architecture.md).
fn predicate(text: &mut String, model: &Model) {
    let tests = model.fields.iter().map(|field| {
        let value = format!("value?.[{:?}]", field.name);
        let test = match &field.schema {
            Schema::Boolean => format!("typeof {value} === \"boolean\""),
            Schema::Text => format!("typeof {value} === \"string\""),
            Schema::Integer { min, max } if *max == MAX_SAFE_INTEGER && *min == -MAX_SAFE_INTEGER => {
                format!("isSafeInteger({value})")
            }
            _ => "false".into(), // The schema decides.
        };
        if field.required { test } else { format!("({value} === undefined || {test})") }
    });
    let _ = writeln!(
        text,
        "const is{} = (value: Unvalidated): boolean =>\n  {};",
        model.name,
        tests.collect::<Vec<_>>().join(" && ")
    );
}

fn expression(schema: &Schema) -> String {
    match schema {
        Schema::Boolean => "\"boolean\"".into(),
        Schema::Text => "\"string\"".into(),
        Schema::Integer { min, max } if *max == MAX_SAFE_INTEGER && *min == -MAX_SAFE_INTEGER => "integer".into(),
        Schema::Integer { min, max } => format!("{{ min: {min}, max: {max} }}"),
        Schema::Record => "\"record\"".into(),
        Schema::List(Schema::Object(of)) if is_listed(of) => format!("{{ list: {0}, isItem: is{0} }}", of.name),
        Schema::List(of) => format!("{{ list: {} }}", expression(of)),
        Schema::ListOrNull(of) => format!("{{ list: {}, orNull: true }}", expression(of)),
        Schema::Object(model) => model.name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn fields_keep_their_order_schema_and_whether_they_are_required() {
        let text = render();
        for line in [
            "export const Repository: ObjectSchema = { fields: [",
            "const isRepository = (value: Unvalidated): boolean =>",
            "  [\"results\", { list: Repository, isItem: isRepository }, true],",
            "  [\"branches\", { list: GarbageCollectionRule, orNull: true }, true],",
            "  [\"retention_days\", { min: -2147483648, max: 2147483647 }, true],",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
