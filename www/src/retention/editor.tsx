import type { GarbageCollectionRules } from "lakefs-wasm";
import { Tabs } from "radix-ui";
import { type FormEvent, useRef, useState } from "react";
import { Code } from "../code/code";
import { retentionSnippets } from "../code/snippets";
import { useConnection } from "../connection/context";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { TextField } from "../parts/field";
import { useAttempt } from "../parts/use-attempt";
import { useRepository } from "../repository/context";
import { useEffectOn } from "../use-effect-on";
import { ConfirmShorter } from "./confirm-shorter";
import { ConflictNote } from "./conflict-note";
import { PolicyForm } from "./form";
import { shortened, sortedPolicy } from "./policy";
import { RetentionTable } from "./table";
import { type Typed, usePolicyDraft } from "./use-policy-draft";

interface Props {
  policy: GarbageCollectionRules;
  /** The policy that lakeFS has; shorter retention is confirmed before a save. */
  stored: GarbageCollectionRules | null;
  /** The patterns that protect a branch; undefined until the rules are known. */
  covering: ((branch: string) => readonly string[]) | undefined;
  /** The input when the editor was last left. */
  left: Typed | undefined;
  onTyped: (typed: Typed, isUnsaved: boolean) => void;
  /** The policy of others that a save would have overwritten. */
  theirs: GarbageCollectionRules | null | undefined;
  onTakeOver: () => void;
  onSave: (policy: GarbageCollectionRules) => Promise<void>;
  onCancel: () => void;
}

/** Named differently from its tab, whose name is also that of a field in it. */
const panel = { tabIndex: -1, "aria-labelledby": undefined, "aria-label": "Policy" };

export function PolicyEditor({ policy, stored, covering, left, onTyped, theirs, onTakeOver, onSave, onCancel }: Props) {
  const { endpoint } = useConnection();
  const { id } = useRepository();
  const edit = usePolicyDraft(policy, left, onTyped);
  const { valid, last, isUnsaved } = edit;
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState<{ policy: GarbageCollectionRules; changes: readonly string[] }>();
  const { busy, error, attempt, clearError } = useAttempt();
  const form = useRef<HTMLFormElement>(null);
  const focus = (selector: string) => form.current?.querySelector<HTMLElement>(selector)?.focus();

  // Once, when the editor opens.
  useEffectOn([], () => {
    if (!left) focus('[name="default_retention_days"]');
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    clearError();
    if (!valid) return setTimeout(() => focus("[aria-invalid]"));
    const changes = shortened(theirs === undefined ? stored : theirs, valid);
    if (changes.length > 0) return setAsked({ policy: valid, changes });
    return save(valid);
  }

  function save(next: GarbageCollectionRules) {
    setAsked(undefined);
    void attempt(() => onSave(next));
  }

  return (
    <form ref={form} onSubmit={submit} noValidate aria-label="Retention policy">
      <PolicyTabs {...{ edit, covering, tried }} onShow={(tab) => edit.show(tab) || setTried(true)} />
      {theirs !== undefined && <ConflictNote theirs={theirs} mine={last} busy={busy} onTakeOver={onTakeOver} />}
      {error !== undefined && <ErrorAlert error={error} />}
      <Code snippets={() => retentionSnippets(endpoint, id, sortedPolicy(last))} />
      <div className="savebar savebar-on">
        <p className="fine" role="status">
          {isUnsaved ? "Unsaved changes" : ""}
        </p>
        <div className="buttons">
          <Button disabled={busy} onClick={onCancel}>
            {isUnsaved ? "Discard changes" : "Cancel"}
          </Button>
          <Button type="submit" tone="primary" busy={busy}>
            {theirs === undefined ? "Save policy" : "Keep mine"}
          </Button>
        </div>
      </div>
      {asked && (
        <ConfirmShorter changes={asked.changes} onClose={() => setAsked(undefined)} onSave={() => save(asked.policy)} />
      )}
    </form>
  );
}

interface TabsProps extends Pick<Props, "covering"> {
  edit: ReturnType<typeof usePolicyDraft>;
  tried: boolean;
  onShow: (tab: string) => void;
}

function PolicyTabs({ edit, covering, tried, onShow }: TabsProps) {
  const { tab, draft, setDraft, problems, text, setText, textProblem, last } = edit;
  return (
    <Tabs.Root value={tab} onValueChange={onShow}>
      <Tabs.List className="tabs" aria-label="Ways to edit the policy">
        <Tabs.Trigger value="form">Form</Tabs.Trigger>
        <Tabs.Trigger value="json">JSON</Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="form" {...panel}>
        <PolicyForm draft={draft} onChange={setDraft} {...{ problems, covering, tried }} />
      </Tabs.Content>
      <Tabs.Content value="json" {...panel}>
        <TextField
          label="Policy as JSON"
          value={text}
          rows={Math.min(24, Math.max(8, text.split("\n").length + 1))}
          onChange={(event) => setText(event.target.value)}
          problem={textProblem}
        />
        <RetentionTable policy={last} covering={covering} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
