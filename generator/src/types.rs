//! The models as TypeScript interfaces.

use lakefs_wasm::kind::{Field, Kind, Model};
use lakefs_wasm::models::MODELS;
use lakefs_wasm::operations::Operation;
use std::fmt::Write;

/// Models that callers write: an optional field of theirs may be `undefined` too.
const ARGUMENTS: &[&str] = &["RepositoryCreation", "RefsRestore"];

/// `models.ts`.
pub(crate) fn render() -> String {
    let mut text = String::from("// Generated from src/models.rs and src/operations.rs.\n");
    for model in MODELS {
        interface(&mut text, model);
    }
    text.push_str(
        "\n/** Strings under keys of the user's choice. */\nexport type RepositoryMetadata = Record<string, string>;\n",
    );
    text.push_str(
        "\n/** The operation ids of lakeFS's repositories API, and the calls beside it. */\nexport type Operation =\n",
    );
    let ids: Vec<String> = Operation::ALL.iter().map(|operation| format!("  | {:?}", operation.id())).collect();
    text.push_str(&ids.join("\n"));
    text.push_str(";\n");
    text
}

fn interface(text: &mut String, model: &Model) {
    text.push('\n');
    comment(text, "", model.doc);
    let _ = writeln!(text, "export interface {} {{", model.name);
    for field in model.fields {
        comment(text, "  ", field.doc);
        let _ = writeln!(text, "  {};", declaration(field, ARGUMENTS.contains(&model.name)));
    }
    text.push_str("}\n");
}

fn declaration(field: &Field, argument: bool) -> String {
    let kind = name(&field.kind);
    match (field.required, argument) {
        (true, _) => format!("{}: {kind}", field.name),
        (false, true) => format!("{}?: {kind} | undefined", field.name),
        (false, false) => format!("{}?: {kind}", field.name),
    }
}

fn name(kind: &Kind) -> String {
    match kind {
        Kind::Boolean => "boolean".into(),
        Kind::Text => "string".into(),
        Kind::Integer { .. } => "number".into(),
        Kind::Record => "Record<string, string>".into(),
        Kind::List(of) | Kind::ListOrNull(of) => format!("{}[]", name(of)),
        Kind::Object(model) => model.name.into(),
    }
}

fn comment(text: &mut String, indent: &str, doc: &str) {
    let lines: Vec<&str> = doc.lines().map(str::trim).collect();
    let _ = match lines.as_slice() {
        [line] => writeln!(text, "{indent}/** {line} */"),
        lines => writeln!(text, "{indent}/**\n{indent} * {}\n{indent} */", lines.join(&format!("\n{indent} * "))),
    };
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn fields_keep_their_name_kind_and_documentation() {
        let text = render();
        for line in [
            "export interface Repository {",
            "  /** When it was created, in seconds since 1970. */",
            "  creation_date: number;",
            "  read_only?: boolean;",
            "  sample_data?: boolean | undefined;",
            "  branches: GarbageCollectionRule[];",
            "  blockstore_namespace_ValidityRegex: string;",
            "  | \"getGCRules\"",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
