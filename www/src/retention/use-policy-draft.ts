import type { GarbageCollectionRules } from "lakefs-wasm";
import { useEffect, useState } from "react";
import { type Draft, draftOf, isSamePolicy, parse, policyOf, problemsOf, sortedPolicy } from "./policy";

/** The input of the editor. */
export interface Typed {
  readonly tab: string;
  readonly draft: Draft;
  readonly text: string;
  /** The JSON that the form was last shown as. While the text is the same, the form is current. */
  readonly formText: string;
}

const jsonOf = (policy: GarbageCollectionRules) => JSON.stringify(sortedPolicy(policy), null, 2);

/** One draft of a policy, edited as a form or as JSON. */
export function usePolicyDraft(
  policy: GarbageCollectionRules,
  left: Typed | undefined,
  onTyped: (typed: Typed, isUnsaved: boolean) => void,
) {
  const [tab, setTab] = useState(left?.tab ?? "form");
  const [draft, setDraft] = useState<Draft>(() => left?.draft ?? draftOf(policy));
  const [text, setText] = useState(() => left?.text ?? jsonOf(policy));
  const [formText, setFormText] = useState(() => left?.formText ?? text);

  const problems = problemsOf(draft);
  const inForm = Object.keys(problems).length > 0 ? undefined : policyOf(draft);
  const parsed = parse(text);
  const inText = "policy" in parsed ? parsed.policy : undefined;
  const valid = tab === "json" ? inText : inForm;
  const [lastValid, setLastValid] = useState(policy);
  if (valid && !isSamePolicy(valid, lastValid)) setLastValid(valid);
  const last = valid ?? lastValid;

  const isUnsaved = !isSamePolicy(policyOf(draft), policyOf(draftOf(policy))) || (tab === "json" && text !== formText);
  useEffect(() => onTyped({ tab, draft, text, formText }, isUnsaved), [onTyped, tab, draft, text, formText, isUnsaved]);

  /** Returns false when the JSON cannot be shown as a form. */
  function show(next: string): boolean {
    if (next === "json") {
      const shown = jsonOf(inForm ?? last);
      setFormText(shown);
      setText(shown);
    } else if (text !== formText) {
      if (!inText) return false;
      setDraft(draftOf(inText));
    }
    setTab(next);
    return true;
  }

  return {
    tab,
    show,
    draft,
    setDraft,
    problems,
    text,
    setText,
    textProblem: "problem" in parsed ? parsed.problem : undefined,
    valid,
    /** The last valid policy. */
    last,
    isUnsaved,
  };
}
