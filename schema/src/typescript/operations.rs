//! `operations.ts`: the operations as data.

use super::{HEADER, schemas};
use crate::operations::{id, response};
use lakefs_wasm::operations::Operation;
use std::fmt::Write;

pub(super) fn render() -> String {
    let mut text = format!(
        "{HEADER}import type {{ OperationInfo }} from \"../validate/schema.js\";\nimport * as schemas from \"./schemas.js\";\n"
    );
    text.push_str(
        "\n/** The operations, indexed by the numbers that the WebAssembly uses for them. */\nexport const operations = [\n",
    );
    for &operation in Operation::ALL {
        let endpoint = operation.endpoint();
        let response = response(operation).map_or_else(|| "undefined".into(), |schema| schemas::qualified(&schema));
        let credentials = if operation.uses_credentials() { "" } else { ", withoutCredentials: true" };
        let _ = writeln!(
            text,
            "  {{ id: {:?}, method: {:?}, path: {:?}, response: {response}{credentials} }},",
            id(operation),
            endpoint.method.name(),
            endpoint.path
        );
    }
    text.push_str("] as const satisfies readonly OperationInfo[];\n");
    text
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn each_operation_has_its_line() {
        let text = render();
        for line in [
            "  { id: \"getRepository\", method: \"GET\", path: \"/repositories/{repository}\", response: schemas.Repository },",
            "  { id: \"deleteRepository\", method: \"DELETE\", path: \"/repositories/{repository}\", response: undefined },",
            "  { id: \"getBranchProtectionRules\", method: \"GET\", path: \"/repositories/{repository}/settings/branch_protection\", response: { list: schemas.BranchProtectionRule } },",
            "  { id: \"logout\", method: \"POST\", path: \"/logout\", response: undefined, withoutCredentials: true },",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
