import { Plus, ShieldCheck } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { patternsFor } from "../glob";
import { Empty, ErrorAlert, Loading, Notice } from "../parts/alerts";
import { Button } from "../parts/button";
import { Field } from "../parts/field";
import { useToast } from "../parts/toasts";
import { useFocusNext } from "../parts/use-focus-next";
import { useRepository } from "../repository/context";
import { BranchTester } from "./branch-tester";
import { ChangeNote } from "./change-note";
import { RuleRow } from "./rule-row";
import { usePatternProblem } from "./use-pattern-problem";
import { useRules } from "./use-rules";

export default function ProtectionView() {
  const { id, read_only: readOnly = false } = useRepository();
  const rules = useRules(id);
  const toast = useToast();
  const focusNext = useFocusNext();
  const [branch, setBranch] = useState("");
  const { patterns, change, stored } = rules;
  const catching = branch ? patternsFor(branch, patterns) : [];

  async function save() {
    if (await rules.save()) toast("Branch protection is saved");
  }

  function rename(pattern: string, next: string) {
    focusNext(`Edit ${next}`);
    rules.edit(patterns.map((other) => (other === pattern ? next : other)));
  }

  function remove(pattern: string) {
    const index = patterns.indexOf(pattern);
    const neighbour = patterns[index + 1] ?? patterns[index - 1];
    focusNext(`Keep ${pattern}`, ...(neighbour === undefined ? [] : [`Delete ${neighbour}`]), "#new-rule input");
    rules.edit(patterns.filter((other) => other !== pattern));
  }

  function keep(pattern: string) {
    focusNext(`Delete ${pattern}`);
    rules.edit([...patterns, pattern]);
  }

  return (
    <div className="columns">
      <section className="card" aria-labelledby="protection">
        <h2 id="protection">Branch protection</h2>
        <p>Nobody writes or commits to a branch that one of these patterns matches; it changes by merges only.</p>
        {rules.error !== undefined && !stored && <ErrorAlert error={rules.error} reload={rules.reload} />}
        {!stored && rules.loading && <Loading label="Loading the rules" lines={3} />}
        {readOnly && (
          <Notice title="The repository is read-only">
            <p>Its rules can be looked at, but lakeFS refuses to change them.</p>
          </Notice>
        )}
        {rules.hasNoEtag && (
          <Notice tone="warning" title="A proxy removes the ETag header">
            <p>
              So lakeFS cannot notice two people who save at once. This page reads the rules again just before it saves
              them; a moment remains in which a change could be lost.
            </p>
          </Notice>
        )}
        {stored && (
          <>
            {rules.theirs && <ChangeNote theirs={rules.theirs} mine={change} />}
            {!readOnly && <AddRule patterns={patterns} onAdd={(pattern) => rules.edit([...patterns, pattern])} />}
            {patterns.length === 0 && change.removed.length === 0 && (
              <Empty icon={<ShieldCheck aria-hidden />} title="There aren’t any rules yet">
                <p>
                  Every branch can be written to. A rule for <code>main</code> is a good first one.
                </p>
              </Empty>
            )}
            <ul className="rules" aria-label="Rules">
              {patterns.map((pattern) => (
                <RuleRow
                  key={pattern}
                  pattern={pattern}
                  isNew={change.added.includes(pattern)}
                  matches={catching.includes(pattern)}
                  fixed={readOnly}
                  others={patterns}
                  onChange={(next) => rename(pattern, next)}
                  onRemove={() => remove(pattern)}
                />
              ))}
              {change.removed.map((pattern) => (
                <li key={`removed ${pattern}`} className="rule rule-removed">
                  <code>{pattern}</code> <span className="badge badge-danger">Removed</span>
                  <Button
                    tone="quiet"
                    className="button-small"
                    aria-label={`Keep ${pattern}`}
                    onClick={() => keep(pattern)}
                  >
                    Keep
                  </Button>
                </li>
              ))}
            </ul>
            {rules.saveError !== undefined && <ErrorAlert error={rules.saveError} />}
            {rules.error !== undefined && rules.isUnread && (
              <ErrorAlert
                error={rules.error}
                title="Saved, but the rules could not be read again"
                advice="What you see is what was saved. What others have changed since is not in it."
                reload={() => (focusNext("#save-rules"), rules.reload())}
              />
            )}
            {!readOnly && (
              <div className="savebar">
                <p className="fine" role="status">
                  {rules.dirty ? summary(change.added.length, change.removed.length) : "Everything is saved"}
                </p>
                <div className="buttons">
                  <Button onClick={rules.discard} aria-disabled={!rules.dirty || rules.saving}>
                    Discard
                  </Button>
                  <Button
                    id="save-rules"
                    tone="primary"
                    busy={rules.saving}
                    aria-disabled={!rules.dirty || rules.saving}
                    onClick={() => void save()}
                  >
                    Save changes
                  </Button>
                </div>
              </div>
            )}
          </>
        )}
      </section>
      {stored && <BranchTester branch={branch} onChange={setBranch} catching={catching} unsaved={rules.dirty} />}
    </div>
  );
}

function summary(added: number, removed: number) {
  return `Not saved: ${[added && `${added} added`, removed && `${removed} removed`].filter(Boolean).join(", ")}`;
}

function AddRule({ patterns, onAdd }: { patterns: readonly string[]; onAdd: (pattern: string) => void }) {
  const [typed, setTyped] = useState("");
  const pattern = typed.trim(); // lakeFS would take a blank at an end, and no branch has one
  const problem = usePatternProblem(pattern, patterns);
  const input = useRef<HTMLInputElement>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!pattern || problem.current(pattern)) return;
    void problem.ask(pattern).then((found) => {
      if (found) return;
      onAdd(pattern);
      setTyped("");
      input.current?.focus();
    });
  }

  return (
    <form className="add" id="new-rule" onSubmit={submit} noValidate>
      <Field
        ref={input}
        label="Branch name pattern"
        className="input input-code"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="release-*"
        problem={pattern ? problem.text : undefined}
        hint={
          <>
            Such as <code>main</code>, <code>release-*</code>, <code>v[0-9]</code> or{" "}
            <code>{"{staging,production}"}</code>
          </>
        }
      />
      <Button type="submit" disabled={pattern === "" || problem.text !== undefined}>
        <Plus aria-hidden /> Add rule
      </Button>
    </form>
  );
}
