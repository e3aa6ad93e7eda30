import { isLakeFSError, type Repository } from "lakefs-wasm";
import { type FormEvent, useMemo, useRef, useState } from "react";
import { useSearchParams } from "wouter";
import { useConnection } from "../connection/context";
import { useDraft } from "../parts/session-state";
import { useToast } from "../parts/toasts";
import { useFirstProblem } from "../parts/use-focus";
import { useMounted } from "../parts/use-mounted";
import { useRepositoryStore, useRows } from "../store/context";
import {
  creationOf,
  type Draft,
  FIRST_DRAFT,
  type FieldName,
  fieldOf,
  namespaceOf,
  problemsOf,
  refusalText,
  sharedWith,
} from "./create-form";

interface Refused {
  readonly draft: Draft;
  readonly error: unknown;
  readonly field?: FieldName | undefined;
}

/** The input, which is kept when the dialog is closed without Cancel. */
function useCreateDraft() {
  const [params] = useSearchParams();
  const { draft: kept, keep } = useDraft<Draft>("New repository");
  const [first] = useState<Draft>(() => ({
    ...FIRST_DRAFT,
    namespace: params.get("namespace") ?? undefined,
    branch: params.get("branch") ?? "main",
    bare: params.has("bare"),
  }));
  return { draft: kept ?? first, isUnsaved: kept !== undefined, keep };
}

/** The form that creates a repository: input, validation and submission. */
export function useCreateForm(onCreated: (repository: Repository) => void) {
  const { lakefs, config } = useConnection();
  const store = useRepositoryStore();
  const { rows } = useRows();
  const repositories = useMemo(() => rows.map((row) => row.repository), [rows]);
  const toast = useToast();
  const { form, showProblem } = useFirstProblem();
  const { draft, isUnsaved, keep } = useCreateDraft();
  const [refused, setRefused] = useState<Refused>();
  const [touched, setTouched] = useState<Partial<Record<FieldName, boolean>>>({});
  const [busy, setBusy] = useState(false);
  const sent = useRef(false); // changes at once, and not with the next render
  const mounted = useMounted();
  const problems = problemsOf(draft, config, repositories);

  const set = (change: Partial<Draft>, field?: FieldName) => {
    keep({ ...draft, ...change });
    if (field) setTouched((old) => ({ ...old, [field]: true }));
  };
  /** Problems of fields that were edited or submitted, and those that lakeFS reported, until their field is changed. */
  const problemOf = (field: FieldName): string | undefined => {
    if (touched[field] && problems[field]) return problems[field];
    if (refused?.field !== field || !isLakeFSError(refused.error)) return undefined;
    const isSame =
      field === "name"
        ? refused.draft.name === draft.name
        : namespaceOf(refused.draft, config) === namespaceOf(draft, config);
    return isSame ? refusalText(field, refused.error.code) : undefined;
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (sent.current) return;
    setRefused(undefined);
    setTouched({ name: true, namespace: true, branch: true, sampleData: true, shares: true });
    if (Object.keys(problems).length > 0) return showProblem();
    sent.current = true;
    setBusy(true);
    try {
      const made = await lakefs.createRepository(creationOf(draft, config), draft.bare ? { bare: true } : {});
      keep(undefined);
      toast(`Created ${made.id}`);
      if (mounted.current) onCreated(made);
    } catch (error) {
      setRefused({ draft, error, field: isLakeFSError(error) ? fieldOf(error.code, error.message) : undefined });
      showProblem();
    } finally {
      store.list(true); // lakeFS may have created it even when the request failed
      sent.current = false;
      setBusy(false);
    }
  }

  return {
    form,
    draft,
    set,
    problemOf,
    /** Other repositories on the namespace. */
    others: sharedWith(draft, config, repositories),
    /** The error of the submission, unless it is about a field. */
    error: refused?.field === undefined ? refused?.error : undefined,
    busy,
    isUnsaved,
    discard: () => keep(undefined),
    submit,
  };
}
