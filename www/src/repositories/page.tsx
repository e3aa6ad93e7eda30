import type { Repository } from "lakefs-wasm";
import { Database, Plus, Search } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { DialogArriving, Empty, ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { lazyComponent } from "../parts/lazy-component";
import { useIsUnsaved, useSessionState } from "../parts/session-state";
import { useTitle } from "../parts/use-title";
import { useRepositoryStore, useRows } from "../store/context";
import type { Row } from "../store/store";
import { withParam } from "../with-param";
import { searched, sorted } from "./columns";
import { FilterChips } from "./filter-chips";
import { FILTERS } from "./filters";
import type { RowAction } from "./row";
import { SelectionBar } from "./selection-bar";
import { RepositoryTable } from "./table";
import { TableSkeleton } from "./table-skeleton";
import { Toolbar } from "./toolbar";
import { useListView } from "./use-list-address";

const CreateDialog = lazyComponent(() => import("./create-dialog"));
const DeleteDialog = lazyComponent(() => import("./delete-dialog"));
const ChangeDialog = lazyComponent(() => import("../bulk/change-dialog"));

/** The state of the history entry that opens a dialog. */
const OPENED = "opened";
const NONE: ReadonlySet<string> = new Set();
/** The draft of the dialog that creates a repository. */
const NEW_REPOSITORY = ["New repository"];

/** An action on some repositories. */
export interface BulkAction {
  readonly action: "protect" | "set-retention" | "delete-retention" | "copy-settings" | "back-up";
  readonly ids: readonly string[];
}

/** The dialog above the list. */
type OpenDialog = BulkAction | { readonly deleted: Repository };

export default function RepositoriesPage() {
  const store = useRepositoryStore();
  const { rows, listing, listError, read } = useRows(true);
  useEffect(() => store.watchSettings(), [store]);
  const view = useListView();
  const { found, shown } = useShown(rows, view);
  const [dialog, setDialog] = useState<OpenDialog>();
  const { ids, selected, select, clear } = useSelection(rows);
  useTitle("Repositories");
  const { creating, create, close } = useCreateDialog();

  const act = useCallback((action: RowAction, row: Row) => {
    setDialog(action === "delete" ? { deleted: row.repository } : { action, ids: [row.repository.id] });
  }, []);
  const showAll = () => {
    view.showAll();
    document.querySelector<HTMLElement>('#main input[type="search"]')?.focus();
  };

  const shownSelected = useMemo(() => shown.filter((row) => selected.has(row.repository.id)).length, [shown, selected]);
  const hidden = ids.length - shownSelected;
  const isEmpty = rows.length === 0 && !listing && listError === undefined;
  return (
    <main id="main" className="page">
      <PageHead onCreate={create} isLeading={ids.length === 0 && !isEmpty} />
      {!isEmpty && (
        <>
          <Toolbar
            search={view.search}
            onSearch={view.setSearch}
            shown={shown}
            {...{ total: rows.length, listing, read }}
            isUnknown={rows.length === 0 && listError !== undefined}
            onReload={() => store.reload()}
          />
          <FilterChips rows={found} chosen={view.filter} onChoose={view.setFilter} />
        </>
      )}
      {listError !== undefined && <ErrorAlert error={listError} reload={() => store.list()} />}
      {shown.length > 0 && (
        <RepositoryTable
          rows={shown}
          sort={view.sort}
          onSort={view.setSort}
          selected={selected}
          onSelect={select}
          onAction={act}
        />
      )}
      {rows.length === 0 && listing && <TableSkeleton />}
      {rows.length > 0 && shown.length === 0 && !listing && <NothingFound search={view.search} onAll={showAll} />}
      {isEmpty && <NoRepositories onCreate={create} />}
      {ids.length > 0 && <SelectionBar ids={ids} hidden={hidden} onBulkAction={setDialog} onClear={clear} />}
      {creating && <NewRepository onClose={close} />}
      {dialog && <DialogAbove dialog={dialog} onClose={() => setDialog(undefined)} />}
    </main>
  );
}

/** The rows that the search finds, and those of them that the filter matches, sorted. */
function useShown(rows: readonly Row[], { search, filter, sort }: ReturnType<typeof useListView>) {
  const found = useMemo(() => searched(rows, search), [rows, search]);
  const shown = useMemo(() => {
    const chosen = FILTERS.find(({ name }) => name === filter);
    return sorted(chosen ? found.filter((row) => chosen.severity(row) !== undefined) : found, sort);
  }, [found, filter, sort]);
  return { found, shown };
}

/** The selected repositories, in the order of the list. */
function useSelection(rows: readonly Row[]) {
  const [selected, setSelected] = useSessionState<ReadonlySet<string>>("Selected repositories", NONE);
  const select = useCallback(
    (ids: readonly string[], isSelected: boolean) =>
      setSelected((old) => {
        const next = new Set(old);
        for (const id of ids) isSelected ? next.add(id) : next.delete(id);
        return next;
      }),
    [setSelected],
  );
  const ids = useMemo(() => rows.map((row) => row.repository.id).filter((id) => selected.has(id)), [rows, selected]);
  return { ids, selected, select, clear: () => setSelected(NONE) };
}

/** `isLeading`: Create is the primary action, unless repositories are selected, or there are none: then the empty list has the button. */
function PageHead({ onCreate, isLeading }: { onCreate: () => void; isLeading: boolean }) {
  const hasDraft = useIsUnsaved(NEW_REPOSITORY);
  return (
    <div className="page-head">
      <h1 tabIndex={-1}>Repositories</h1>
      <div className="buttons">
        <Link href="/restore" className="button">
          <span>
            Restore<span className="wide-text"> from backup</span>
          </span>
        </Link>
        <Button tone={isLeading ? "primary" : "plain"} onClick={onCreate}>
          <Plus aria-hidden /> Create repository
          {hasDraft && (
            <span className="unsaved" title="Unsaved changes">
              <span className="visually-hidden"> (unsaved changes)</span>
            </span>
          )}
        </Button>
      </div>
    </div>
  );
}

function NewRepository({ onClose }: { onClose: () => void }) {
  const [, navigate] = useLocation();
  return (
    <CreateDialog
      meanwhile={<DialogArriving />}
      onClose={onClose}
      onCreated={(made) => navigate(`/repositories/${made.id}`, { replace: true })}
    />
  );
}

function DialogAbove({ dialog, onClose }: { dialog: OpenDialog; onClose: () => void }) {
  if (!("deleted" in dialog)) return <ChangeDialog meanwhile={<DialogArriving />} {...dialog} onClose={onClose} />;
  return (
    <DeleteDialog meanwhile={<DialogArriving />} repository={dialog.deleted} onClose={onClose} onDeleted={onClose} />
  );
}

/** The address says whether the dialog is open. */
function useCreateDialog() {
  const [params, setParams] = useSearchParams();
  const creating = params.has("create");
  return {
    creating,
    create: () => creating || setParams((old) => withParam(old, "create", "new"), { state: OPENED }),
    /** Goes back in the history where the dialog was opened from the list; a link may have opened it, too. */
    close() {
      if (history.state !== OPENED) return setParams((old) => withParam(old, "create", ""), { replace: true });
      history.replaceState(null, ""); // once
      history.back();
    },
  };
}

function NothingFound({ search, onAll }: { search: string; onAll: () => void }) {
  return (
    <Empty
      icon={<Search aria-hidden />}
      title={search ? `No repositories match “${search}”` : "No repositories match this filter"}
    >
      {search && <p>Names, storage namespaces and default branches are searched.</p>}
      <Button onClick={onAll}>Show all repositories</Button>
    </Empty>
  );
}

function NoRepositories({ onCreate }: { onCreate: () => void }) {
  return (
    <Empty icon={<Database aria-hidden />} title="No repositories yet">
      <p>A repository holds the branches, commits and tags of a data lake, or of a part of it.</p>
      <Button tone="primary" onClick={onCreate}>
        <Plus aria-hidden /> Create your first repository
      </Button>
    </Empty>
  );
}
