import type { GarbageCollectionRules } from "lakefs-wasm";
import { useEffect, useRef, useState } from "react";
import { type Draft, draftOf, isSamePolicy, parse, policyOf, problemsOf, sortedPolicy } from "./policy";

/** What has been typed, whichever way. */
export interface Typed {
  readonly tab: string;
  readonly draft: Draft;
  readonly text: string;
  /** The form as JSON, as it was last shown: as long as the text is the same, the form is the one to go on with. */
  readonly formText: string;
}

const written = (policy: GarbageCollectionRules) => JSON.stringify(sortedPolicy(policy), null, 2);

/** A policy that is typed as a form or as JSON: the same draft, whichever is typed in. */
export function usePolicyDraft(
  policy: GarbageCollectionRules,
  left: Typed | undefined,
  onTyped: (typed: Typed, isUnsaved: boolean) => void,
) {
  const [tab, setTab] = useState(left?.tab ?? "form");
  const [draft, setDraft] = useState<Draft>(() => left?.draft ?? draftOf(policy));
  const [text, setText] = useState(() => left?.text ?? written(policy));
  const [formText, setFormText] = useState(() => left?.formText ?? text);

  const problems = problemsOf(draft);
  const inForm = Object.keys(problems).length > 0 ? undefined : policyOf(draft);
  const parsed = parse(text);
  const inText = "policy" in parsed ? parsed.policy : undefined;
  const valid = tab === "json" ? inText : inForm;
  const last = useRef(policy);
  if (valid) last.current = valid;

  const isUnsaved = !isSamePolicy(policyOf(draft), policyOf(draftOf(policy))) || (tab === "json" && text !== formText);
  useEffect(() => onTyped({ tab, draft, text, formText }, isUnsaved), [onTyped, tab, draft, text, formText, isUnsaved]);

  /** False where the JSON cannot be shown as a form. */
  function show(next: string): boolean {
    if (next === "json") {
      const shown = written(inForm ?? last.current);
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
    /** The last that was valid. */
    last: last.current,
    isUnsaved,
  };
}
