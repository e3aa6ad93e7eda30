//! The models and the operations as data that JavaScript checks by.

use lakefs_wasm::kind::{Kind, MAX_SAFE_INTEGER, Model};
use lakefs_wasm::models::MODELS;
use lakefs_wasm::operations::Operation;
use std::fmt::Write;

/// `table.ts`.
pub(crate) fn render() -> String {
    let mut text = String::from(
        "// Generated from src/models.rs and src/operations.rs.\nimport type { Endpoint, Kind, Loose, Shape } from \"../check.js\";\n",
    );
    text.push_str("\nconst { isSafeInteger } = Number;\nconst integer: Kind = { min: -9007199254740991, max: 9007199254740991 };\n");
    // A model comes after those it is made of.
    let mut written = Vec::new();
    while written.len() < MODELS.len() {
        let before = written.len();
        for model in MODELS {
            if !written.contains(&model.name) && needs(model).iter().all(|name| written.contains(name)) {
                shape(&mut text, model);
                if is_listed(model) {
                    predicate(&mut text, model);
                }
                written.push(model.name);
            }
        }
        if written.len() == before {
            break; // models that hold each other; TypeScript will say so
        }
    }
    text.push_str(
        "\n/** The operations, by the numbers that the WebAssembly knows them by. */\nexport const endpoints = [\n",
    );
    for operation in Operation::ALL {
        let endpoint = operation.endpoint();
        let answer = operation.answer().as_ref().map_or_else(|| "undefined".into(), kind);
        let _ =
            writeln!(text, "  [{:?}, {:?}, {:?}, {answer}],", operation.id(), endpoint.method.name(), endpoint.path);
    }
    text.push_str("] as const satisfies readonly Endpoint[];\n");
    text
}

fn needs(model: &Model) -> Vec<&'static str> {
    fn named(kind: &Kind) -> Option<&'static str> {
        match kind {
            Kind::Object(model) => Some(model.name),
            Kind::List(of) | Kind::ListOrNull(of) => named(of),
            _ => None,
        }
    }
    model.fields.iter().filter_map(|field| named(&field.kind)).collect()
}

fn shape(text: &mut String, model: &Model) {
    let fields: Vec<String> = model
        .fields
        .iter()
        .map(|field| format!("  [{:?}, {}, {}],\n", field.name, kind(&field.kind), field.required))
        .collect();
    let _ = write!(text, "\nexport const {}: Shape = {{ fields: [\n{}] }};\n", model.name, fields.concat());
}

/// Whether a page can hold many of a model.
fn is_listed(model: &Model) -> bool {
    let lists = MODELS.iter().flat_map(|model| model.fields).filter_map(|field| match &field.kind {
        Kind::List(Kind::Object(of)) => Some(of.name),
        _ => None,
    });
    lists.into_iter().any(|name| name == model.name)
}

/// The same check as code, which engines run ten times as fast as a table.
fn predicate(text: &mut String, model: &Model) {
    let tests = model.fields.iter().map(|field| {
        let value = format!("value?.[{:?}]", field.name);
        let test = match &field.kind {
            Kind::Boolean => format!("typeof {value} === \"boolean\""),
            Kind::Text => format!("typeof {value} === \"string\""),
            Kind::Integer { min, max } if *max == MAX_SAFE_INTEGER && *min == -MAX_SAFE_INTEGER => {
                format!("isSafeInteger({value})")
            }
            _ => "false".into(), // the table knows
        };
        if field.required { test } else { format!("({value} === undefined || {test})") }
    });
    let _ = writeln!(
        text,
        "const fits{} = (value: Loose): boolean =>\n  {};",
        model.name,
        tests.collect::<Vec<_>>().join(" && ")
    );
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Boolean => "\"boolean\"".into(),
        Kind::Text => "\"string\"".into(),
        Kind::Integer { min, max } if *max == MAX_SAFE_INTEGER && *min == -MAX_SAFE_INTEGER => "integer".into(),
        Kind::Integer { min, max } => format!("{{ min: {min}, max: {max} }}"),
        Kind::Record => "\"record\"".into(),
        Kind::List(Kind::Object(of)) if is_listed(of) => format!("{{ list: {0}, fits: fits{0} }}", of.name),
        Kind::List(of) => format!("{{ list: {} }}", self::kind(of)),
        Kind::ListOrNull(of) => format!("{{ list: {}, orNull: true }}", self::kind(of)),
        Kind::Object(model) => model.name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn every_operation_has_its_line() {
        let text = render();
        for line in [
            "  [\"getRepository\", \"GET\", \"/repositories/{repository}\", Repository],",
            "  [\"deleteRepository\", \"DELETE\", \"/repositories/{repository}\", undefined],",
            "  [\"getBranchProtectionRules\", \"GET\", \"/repositories/{repository}/settings/branch_protection\", { list: BranchProtectionRule }],",
            "  [\"results\", { list: Repository, fits: fitsRepository }, true],",
            "  [\"branches\", { list: GarbageCollectionRule, orNull: true }, true],",
            "  [\"retention_days\", { min: -2147483648, max: 2147483647 }, true],",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
