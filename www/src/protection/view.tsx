import { useRef, useState } from "react";
import { Code } from "../code/code";
import { protectionSnippets } from "../code/snippets";
import { useConnection } from "../connection/context";
import { ErrorAlert, Loading, Notice } from "../parts/alerts";
import { DocsLink } from "../parts/docs-link";
import { SaveBar } from "../parts/save-bar";
import { useDraft } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useFocusNext } from "../parts/use-focus-next";
import { usePatternMatcher } from "../patterns";
import { useRepository } from "../repository/context";
import { AddRule } from "./add-rule";
import { BranchList } from "./branch-list";
import { ChangeNote } from "./change-note";
import { changeOf, isSame } from "./merge";
import { type RuleLine, ruleLines } from "./rows";
import { RuleList } from "./rule-list";
import { isEdited, patternsWithTyped, type Unfinished } from "./unfinished";
import { useRenames } from "./use-renames";
import { type Rules, useRules } from "./use-rules";

export default function ProtectionView() {
  const repository = useRepository();
  const { id, default_branch: main, read_only: readOnly = false } = repository;
  const rules = useRules(id);
  const { draft: unfinished = { adding: "" }, keep: keepUnfinished } = useDraft<Unfinished>(`Unfinished rule of ${id}`);
  const { patterns, stored } = rules;
  const typed = unfinished.adding.trim();
  const editing = unfinished.editing?.typed.trim() ?? "";
  const tried = [...new Set([...patterns, typed, editing].filter(Boolean))];
  const matcher = usePatternMatcher(tried);
  const isMainOpen = stored !== undefined && matcher.covering(main).length === 0;

  const setUnfinished = (next: Unfinished) =>
    keepUnfinished(next, next.adding.trim() !== "" || next.editing?.typed !== next.editing?.pattern);

  return (
    <div className="columns">
      <section className="card" aria-labelledby="protection">
        <h2 id="protection">Branch protection</h2>
        <p>
          Branches that match a pattern can only be changed by merging. <DocsLink to="protection" />
        </p>
        {rules.error !== undefined && !stored && <ErrorAlert error={rules.error} reload={rules.reload} />}
        {!stored && rules.loading && <Loading label="Loading rules" lines={3} />}
        <Notices rules={rules} readOnly={readOnly} />
        {stored && (
          <>
            {rules.theirs && <ChangeNote theirs={rules.theirs} mine={rules.change} />}
            <RuleEditor
              {...{ rules, unfinished, setUnfinished, matcher, readOnly }}
              suggestion={isMainOpen ? main : undefined}
            />
          </>
        )}
      </section>
      {stored && <BranchList matcher={matcher} typed={typed || editing} unsaved={rules.dirty || typed !== ""} />}
    </div>
  );
}

function Notices({ rules, readOnly }: { rules: Rules; readOnly: boolean }) {
  const { stored = [] } = rules;
  const matcher = usePatternMatcher(stored);
  const broken = stored.filter((pattern) => matcher.isBroken(pattern));
  return (
    <>
      {broken.length > 0 && (
        <Notice tone="danger" title="lakeFS refuses every write to this repository">
          <p>
            It cannot read {broken.length === 1 ? "the pattern" : "the patterns"} <code>{broken.join(", ")}</code>.
            Replace or delete {broken.length === 1 ? "it" : "them"}, then save.
          </p>
        </Notice>
      )}
      {readOnly && (
        <Notice title="This repository is read-only">
          <p>lakeFS rejects changes to its rules.</p>
        </Notice>
      )}
      {rules.hasNoEtag && (
        <Notice tone="warning" title="A proxy removes the ETag header">
          <p>
            lakeFS cannot detect two people who save at the same time. This page reads the rules again just before it
            saves; a change made within that moment is lost.
          </p>
        </Notice>
      )}
    </>
  );
}

interface EditorProps {
  rules: Rules;
  unfinished: Unfinished;
  setUnfinished: (next: Unfinished) => void;
  matcher: ReturnType<typeof usePatternMatcher>;
  readOnly: boolean;
  suggestion: string | undefined;
}

function RuleEditor({ rules, unfinished, setUnfinished, matcher, readOnly, suggestion }: EditorProps) {
  const toast = useToast();
  const input = useRef<HTMLInputElement>(null);
  const { id } = useRepository();
  const [renames] = useRenames(id);
  /** The pattern because of which nothing was saved. */
  const [blocking, setBlocking] = useState<string>();

  /** Saves the patterns in the fields, too; an invalid one gets the focus instead. */
  async function save() {
    const next = patternsWithTyped(rules.patterns, unfinished, matcher);
    if (next === "editing") return document.querySelector<HTMLElement>(".rule input")?.focus();
    if (next === "adding") return input.current?.focus();
    const [broken] = next.filter(matcher.isBroken);
    setBlocking(broken);
    if (broken !== undefined)
      return document.querySelector<HTMLElement>(`[aria-label="Edit ${CSS.escape(broken)}"]`)?.focus();
    const saving = rules.save(next);
    setUnfinished({ adding: "" });
    if (await saving) toast("Saved branch protection");
  }

  function add(pattern: string) {
    rules.edit([...rules.patterns, pattern]);
    setUnfinished({ ...unfinished, adding: "" });
    input.current?.focus();
  }

  const isTyped = unfinished.adding.trim() !== "" || isEdited(unfinished);
  // One primary button: Save with unsaved changes, otherwise Add.
  const isIdle = !rules.dirty && !isTyped;
  return (
    <>
      {!readOnly && (
        <AddRule
          ref={input}
          typed={unfinished.adding}
          patterns={rules.patterns}
          {...{ matcher, suggestion, isIdle }}
          onType={(text) => setUnfinished({ ...unfinished, adding: text })}
          onAdd={add}
        />
      )}
      <RuleList {...{ rules, unfinished, setUnfinished, matcher, readOnly }} />
      <SaveProblems rules={rules} blocking={blocking} />
      {!readOnly && !isIdle && <CodeForRules {...{ rules, unfinished, matcher }} />}
      {!readOnly && (
        <SaveBar
          isUnsaved={!isIdle}
          summary={summary(ruleLines(rules.stored ?? [], rules.patterns, rules.change, renames), isTyped)}
          busy={rules.saving}
          onDiscard={() => (setUnfinished({ adding: "" }), rules.discard())}
          onSave={() => void save()}
        />
      )}
    </>
  );
}

/** Why the rules were not saved, or could not be read again after a save. */
function SaveProblems({ rules, blocking }: { rules: Rules; blocking: string | undefined }) {
  const focusNext = useFocusNext();
  return (
    <>
      {blocking !== undefined && rules.patterns.includes(blocking) && (
        <div role="alert">
          <Notice tone="danger" title="Not saved">
            <p>
              lakeFS cannot read the pattern <code>{blocking}</code>. Replace or delete it, then save.
            </p>
          </Notice>
        </div>
      )}
      {rules.saveError !== undefined && <ErrorAlert error={rules.saveError} />}
      {rules.error !== undefined && rules.isUnread && (
        <ErrorAlert
          error={rules.error}
          title="Saved, but the rules could not be read again"
          advice="What you see was saved. Changes made by others since then are not shown."
          reload={() => (focusNext("#save"), rules.reload())}
        />
      )}
    </>
  );
}

/** What Save would write; nothing when that is nothing. */
function CodeForRules({ rules, unfinished, matcher }: Pick<EditorProps, "rules" | "unfinished" | "matcher">) {
  const { id } = useRepository();
  const { endpoint } = useConnection();
  const typed = patternsWithTyped(rules.patterns, unfinished, matcher);
  const patterns = typeof typed === "string" ? rules.patterns : typed;
  const change = changeOf(rules.stored ?? [], patterns);
  return !isSame(change) && <Code snippets={() => protectionSnippets(endpoint, id, change, patterns)} />;
}

function summary(lines: readonly RuleLine[], isTyped: boolean) {
  const count = (state: RuleLine["state"]) => lines.filter((line) => line.state === state).length;
  const [added, changed, removed] = [count("added"), count("renamed"), count("removed")];
  const parts = [
    added && `${added} added`,
    changed && `${changed} changed`,
    removed && `${removed} removed`,
    isTyped && "a pattern typed",
  ];
  return `Unsaved changes: ${parts.filter(Boolean).join(", ")}`;
}
