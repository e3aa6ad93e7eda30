//! `models.ts`: the models as TypeScript interfaces.

use super::HEADER;
use crate::model::{Field, Model, Schema};
use crate::models::MODELS;
use crate::operations::id;
use lakefs_wasm::operations::Operation;
use std::fmt::Write;

/// Models that callers write: their optional fields may also be `undefined`.
const ARGUMENTS: &[&str] = &["RepositoryCreation", "RefsRestore"];

pub(super) fn render() -> String {
    let mut text = String::from(HEADER);
    for model in MODELS {
        interface(&mut text, model);
    }
    text.push_str(
        "\n/** Strings under keys that the user chooses. */\nexport type RepositoryMetadata = Record<string, string>;\n",
    );
    text.push_str(
        "\n/** The operation ids of lakeFS's repositories API, and of login, logout, the current user and the server's configuration. */\nexport type Operation =\n",
    );
    let ids: Vec<String> = Operation::ALL.iter().map(|&operation| format!("  | {:?}", id(operation))).collect();
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
    let type_name = type_name(&field.schema);
    match (field.required, argument) {
        (true, _) => format!("{}: {type_name}", field.name),
        (false, true) => format!("{}?: {type_name} | undefined", field.name),
        (false, false) => format!("{}?: {type_name}", field.name),
    }
}

fn type_name(schema: &Schema) -> String {
    match schema {
        Schema::Boolean => "boolean".into(),
        Schema::Text => "string".into(),
        Schema::Integer { .. } => "number".into(),
        Schema::Record => "Record<string, string>".into(),
        Schema::List(of) | Schema::ListOrNull(of) => format!("{}[]", type_name(of)),
        Schema::Object(model) => model.name.into(),
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
