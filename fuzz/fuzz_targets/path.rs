//! Arguments never end up in another path, query parameter or header than their own.
#![no_main]

use lakefs_wasm::operations::{Operation, request};
use lakefs_wasm::request::RequestParams;
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;

fuzz_target!(|input: (String, String, String, String, u32)| {
    let (repository, prefix, after, task, amount) = input;
    for &operation in Operation::ALL {
        let params = RequestParams {
            prefix: Some(prefix.clone()),
            after: Some(after.clone()),
            search: Some(repository.clone()),
            amount: Some(amount),
            task_id: Some(task.clone()),
            if_match: Some(after.clone()),
            ..RequestParams::default()
        };
        let template = operation.endpoint().path;
        let Ok(request) = request(operation, &repository, &params) else {
            assert!(template.contains('{'), "{template} has no ID to refuse");
            continue;
        };
        assert!(request.path.bytes().all(|byte| byte.is_ascii_graphic()), "{}", request.path);
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        assert_eq!(path, template.replace("{repository}", &repository));
        assert!(!path.contains("//") && !path.contains("/."), "{path}");
        let amount = amount.to_string();
        let expected: &[(&str, &str)] = match operation {
            Operation::ListRepositories | Operation::ListBranches => {
                &[("prefix", &prefix), ("after", &after), ("amount", &amount), ("search", &repository)]
            }
            Operation::DumpStatus | Operation::RestoreStatus => &[("task_id", &task)],
            _ => &[],
        };
        let expected: Vec<_> = expected
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect();
        let sent: Vec<_> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').expect("a name and a value"))
            .collect();
        let sent: Vec<_> = sent
            .into_iter()
            .map(|(name, value)| {
                (name.to_owned(), percent_decode_str(value).decode_utf8().expect("UTF-8").into_owned())
            })
            .collect();
        assert_eq!(sent, expected);
        let if_match = (operation == Operation::SetBranchProtectionRules && !after.is_empty()).then_some(after.clone());
        assert_eq!(request.if_match, if_match);
    }
});
