import { useCallback, useEffect, useId, useState } from "react";
import { useLakefs } from "../connection/context";
import { ErrorAlert } from "../parts/alerts";
import { Checkbox, Field } from "../parts/field";
import { usePatternMatcher } from "../patterns";
import { useRepositoryStore, useRows } from "../store/context";
import { readSettings } from "../store/settings";
import { useLoad } from "../use-load";
import type { BulkChange } from "./bulk-change";

/** Which settings are copied, and from which repository. */
export function CopyForm({ onChange }: { onChange: (change: BulkChange | undefined) => void }) {
  const [typed, setTyped] = useState("");
  const [rules, setRules] = useState(true);
  const [retention, setRetention] = useState(true);
  const { rows } = useRows();
  const list = useId();
  const id = typed.trim();
  const isKnown = rows.some((row) => row.repository.id === id);
  const { from, error } = useSettings(isKnown ? id : undefined);
  const patterns = from?.branchProtection.rules.map((rule) => rule.pattern) ?? [];
  const { isBroken } = usePatternMatcher(patterns);
  const broken = rules ? patterns.filter(isBroken) : [];
  const isNothing = !rules && !retention;
  const isWrong = !from || broken.length > 0 || isNothing;
  useEffect(() => {
    onChange(isWrong || !from ? undefined : { action: "copy-settings", from, rules, retention });
  }, [from, rules, retention, isWrong, onChange]);
  return (
    <div className="bulk-form">
      <Field
        label="Copy from"
        className="input"
        list={list}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="Repository ID"
        problem={
          broken.length > 0
            ? `Its pattern ${broken.join(", ")} blocks all writes: choose another repository.`
            : id !== "" && !isKnown
              ? "There is no repository with this ID."
              : undefined
        }
      />
      <datalist id={list}>
        {rows.slice(0, 1000).map((row) => (
          <option key={row.repository.id} value={row.repository.id} />
        ))}
      </datalist>
      {error !== undefined && <ErrorAlert error={error} />}
      <Checkbox
        label="Branch protection rules"
        hint="They replace the rules of each."
        problem={isNothing ? "Choose what to copy." : undefined}
        checked={rules}
        onChange={(event) => setRules(event.target.checked)}
      />
      <Checkbox
        label="Retention policy"
        hint={
          from && !from.gcRules
            ? `${id} has none: the policies of the others are deleted.`
            : "It replaces the policy of each."
        }
        checked={retention}
        onChange={(event) => setRetention(event.target.checked)}
      />
    </div>
  );
}

/** The settings of one repository as they are now; none without an ID. */
function useSettings(id: string | undefined) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const { value, error } = useLoad(
    useCallback(
      async (signal) => {
        const repository = id === undefined ? undefined : store.repositoryOf(id);
        return repository && (await readSettings(lakefs, repository, signal));
      },
      [id, lakefs, store],
    ),
  );
  return { from: value, error };
}
