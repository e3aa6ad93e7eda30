import type { GarbageCollectionRules } from "lakefs-wasm";
import { Plus, Trash2 } from "lucide-react";
import { Tabs } from "radix-ui";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { Field, TextField } from "../parts/field";
import { useFocusNext } from "../parts/use-focus-next";
import { RetentionChart } from "./chart";
import { ConflictNote } from "./conflict-note";
import { type Draft, draftOf, isSamePolicy, newRow, parse, policyOf, problemsOf, type Row } from "./policy";

/** What has been typed, whichever way. */
export interface Typed {
  readonly tab: string;
  readonly draft: Draft;
  readonly text: string;
  /** The form as JSON, as it was last shown: as long as that is what the text says, the form is the one to go on with. */
  readonly formText: string;
}

interface Props {
  policy: GarbageCollectionRules;
  /** Where it was left, and where it is kept until it is saved or cancelled. */
  left: Typed | undefined;
  onTyped: (typed: Typed, isUnsaved: boolean) => void;
  /** What lakeFS turned out to have when something else was to be overwritten. */
  theirs: GarbageCollectionRules | null | undefined;
  onTakeOver: () => void;
  onSave: (policy: GarbageCollectionRules) => Promise<void>;
  onCancel: () => void;
}

const written = (policy: GarbageCollectionRules) => JSON.stringify(policy, null, 2);

/** Not named after its tab: what is in it is called the same, and would be found twice. */
const panel = { tabIndex: -1, "aria-labelledby": undefined, "aria-label": "Policy" };

/** A policy as a form and as JSON: the same draft, whichever is typed in. */
export function PolicyEditor({ policy, left, onTyped, theirs, onTakeOver, onSave, onCancel }: Props) {
  const [tab, setTab] = useState(left?.tab ?? "form");
  const [draft, setDraft] = useState<Draft>(() => left?.draft ?? draftOf(policy));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [text, setText] = useState(() => left?.text ?? written(policy));
  const [formText, setFormText] = useState(() => left?.formText ?? text);
  const [textProblem, setTextProblem] = useState<string>();
  const [drawn, setDrawn] = useState(policy);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const form = useRef<HTMLFormElement>(null);
  const focusNext = useFocusNext();
  const focus = (selector: string) => form.current?.querySelector<HTMLElement>(selector)?.focus();

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens.
  useEffect(() => {
    if (!left) focus("input");
  }, []);

  useEffect(() => {
    let gone = false;
    if (tab === "form") {
      void problemsOf(draft).then((found) => {
        if (gone) return;
        setProblems(found);
        if (Object.keys(found).length === 0) setDrawn(policyOf(draft));
      });
    } else {
      void parse(text).then((parsed) => {
        if (gone) return;
        setTextProblem("problem" in parsed ? parsed.problem : undefined);
        if ("policy" in parsed) setDrawn(parsed.policy);
      });
    }
    return () => {
      gone = true;
    };
  }, [tab, draft, text]);

  const isUnsaved = !isSamePolicy(policyOf(draft), policyOf(draftOf(policy))) || (tab === "json" && text !== formText);
  useEffect(() => onTyped({ tab, draft, text, formText }, isUnsaved), [onTyped, tab, draft, text, formText, isUnsaved]);

  async function show(next: string) {
    if (next === "json") {
      const shown = written(Object.keys(await problemsOf(draft)).length > 0 ? drawn : policyOf(draft));
      setFormText(shown);
      setText(shown);
      return setTab(next);
    }
    if (text === formText) return setTab(next);
    const parsed = await parse(text);
    if ("problem" in parsed) return setTextProblem(parsed.problem);
    setDraft(draftOf(parsed.policy));
    setTab(next);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setError(undefined);
    let next: GarbageCollectionRules;
    if (tab === "form") {
      const found = await problemsOf(draft);
      setProblems(found);
      if (Object.keys(found).length > 0) return focus("[aria-invalid]");
      next = policyOf(draft);
    } else {
      const parsed = await parse(text);
      if ("problem" in parsed) {
        setTextProblem(parsed.problem);
        return focus("textarea");
      }
      next = parsed.policy;
    }
    setBusy(true);
    try {
      await onSave(next);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  }

  function removeRow(key: number) {
    const index = draft.branches.findIndex((row) => row.key === key);
    const neighbour = draft.branches[index + 1] ?? draft.branches[index - 1];
    focusNext(neighbour ? `#branch-${neighbour.key} button` : "#add-branch");
    setDraft((old) => ({ ...old, branches: old.branches.filter((other) => other.key !== key) }));
  }

  const setRow = (key: number, change: Partial<Row>) =>
    setDraft((old) => ({
      ...old,
      branches: old.branches.map((row) => (row.key === key ? { ...row, ...change } : row)),
    }));
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate aria-label="Retention policy">
      <Tabs.Root value={tab} onValueChange={(next) => void show(next)}>
        <Tabs.List className="tabs" aria-label="Ways to edit the policy">
          <Tabs.Trigger value="form">Form</Tabs.Trigger>
          <Tabs.Trigger value="json">JSON</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="form" {...panel}>
          <Field
            label="Default retention, in days"
            className="input input-days"
            inputMode="numeric"
            value={draft.days}
            onChange={(event) => setDraft((old) => ({ ...old, days: event.target.value }))}
            hint="For every branch without a rule of its own."
            problem={problems.days}
          />
          <fieldset className="branches">
            <legend>Rules for branches</legend>
            {draft.branches.map((row, index) => (
              <fieldset className="branch" key={row.key} id={`branch-${row.key}`} aria-label={`Rule ${index + 1}`}>
                <Field
                  label="Branch"
                  className="input input-code"
                  value={row.branch}
                  onChange={(event) => setRow(row.key, { branch: event.target.value })}
                  problem={problems[`branches[${index}].branch`]}
                />
                <Field
                  label="Days"
                  className="input input-days"
                  inputMode="numeric"
                  value={row.days}
                  onChange={(event) => setRow(row.key, { days: event.target.value })}
                  problem={problems[`branches[${index}].days`]}
                />
                <Button
                  tone="quiet"
                  className="button-icon"
                  aria-label={`Remove the rule for ${row.branch || "this branch"}`}
                  onClick={() => removeRow(row.key)}
                >
                  <Trash2 aria-hidden />
                </Button>
              </fieldset>
            ))}
            <Button
              id="add-branch"
              onClick={() => setDraft((old) => ({ ...old, branches: [...old.branches, newRow("", "28")] }))}
            >
              <Plus aria-hidden /> Add a branch
            </Button>
          </fieldset>
        </Tabs.Content>
        <Tabs.Content value="json" {...panel}>
          <TextField
            label="Policy as JSON"
            value={text}
            onChange={(event) => setText(event.target.value)}
            problem={textProblem}
          />
        </Tabs.Content>
      </Tabs.Root>
      <RetentionChart policy={drawn} />
      {theirs !== undefined && <ConflictNote theirs={theirs} busy={busy} onTakeOver={onTakeOver} />}
      {error !== undefined && <ErrorAlert error={error} />}
      <div className="buttons">
        <Button disabled={busy} onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" tone="primary" busy={busy}>
          {theirs === undefined ? "Save policy" : "Overwrite with mine"}
        </Button>
      </div>
    </form>
  );
}
