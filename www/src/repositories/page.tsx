import type { Repository } from "lakefs-wasm";
import { Database, Plus, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { DialogArriving, Empty, ErrorAlert, Loading } from "../parts/alerts";
import { Button } from "../parts/button";
import { lazyComponent } from "../parts/lazy-component";
import { useTitle } from "../parts/use-title";
import { RepositoryList } from "./list";
import { useRepositories } from "./use-repositories";

const CreateDialog = lazyComponent(() => import("./create-dialog"));
const DeleteDialog = lazyComponent(() => import("./delete-dialog"));

const SEARCH_MS = 200;
/** The state of an entry in the history that a dialog was opened by. */
const OPENED = "opened";

export function RepositoriesPage() {
  const [params, setParams] = useSearchParams();
  const [, navigate] = useLocation();
  const search = params.get("search") ?? "";
  const [typed, setTyped] = useState(search);
  const box = useRef<HTMLInputElement>(null);
  const [deleted, setDeleted] = useState<Repository>();
  const { rows, error, loading, searching, reload, remove } = useRepositories(search);
  useTitle("Repositories");

  // Back and forward change the address: the box follows.
  useEffect(() => setTyped(search), [search]);
  useEffect(() => {
    if (typed === search) return undefined;
    const timer = setTimeout(() => setParams((old) => change(old, "search", typed), { replace: true }), SEARCH_MS);
    return () => clearTimeout(timer);
  }, [typed, search, setParams]);

  const creating = params.has("create");
  const create = () => creating || setParams((old) => change(old, "create", "new"), { state: OPENED });
  /** As Back would, where it was opened here; a link leads to it from elsewhere. */
  function close() {
    if (history.state !== OPENED) return setParams((old) => change(old, "create", ""), { replace: true });
    history.replaceState(null, ""); // once
    history.back();
  }
  const nothing = rows.length === 0 && !loading && error === undefined;
  return (
    <main id="main" className="page">
      <div className="page-head">
        <h1 tabIndex={-1}>Repositories</h1>
        <Button tone="primary" onClick={create}>
          <Plus aria-hidden /> Create repository
        </Button>
      </div>
      {creating && (
        <CreateDialog
          meanwhile={<DialogArriving />}
          onClose={close}
          onCreated={(made) => navigate(`/repositories/${made.id}`, { replace: true })}
        />
      )}
      {deleted && (
        <DeleteDialog
          meanwhile={<DialogArriving />}
          repository={deleted}
          onClose={() => setDeleted(undefined)}
          onDeleted={() => (setDeleted(undefined), remove(deleted.id))}
        />
      )}
      <div className="toolbar">
        <div className="search">
          <Search aria-hidden />
          <input
            ref={box}
            type="search"
            className="input"
            aria-label="Search repositories"
            placeholder="Search repositories…"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        <p className="fine" role="status">
          {error === undefined && (searching ? "Searching…" : counted(rows.length, loading, search))}
        </p>
      </div>
      {error !== undefined && <ErrorAlert error={error} reload={reload} />}
      {rows.length > 0 && <RepositoryList rows={rows} old={searching} onDelete={setDeleted} />}
      {rows.length === 0 && loading && <Loading label="Loading repositories" lines={6} />}
      {nothing && search !== "" && (
        <Empty icon={<Search aria-hidden />} title={`No repository has “${search}” in its id`}>
          <p>The search looks at ids only, and small and capital letters differ.</p>
          <Button onClick={() => (setTyped(""), box.current?.focus())}>Show all</Button>
        </Empty>
      )}
      {nothing && search === "" && (
        <Empty icon={<Database aria-hidden />} title="No repositories yet">
          <p>A repository holds the branches, commits and tags of a data lake, or of a part of it.</p>
          <Button tone="primary" onClick={create}>
            <Plus aria-hidden /> Create the first one
          </Button>
        </Empty>
      )}
    </main>
  );
}

function change(params: URLSearchParams, name: string, value: string) {
  const next = new URLSearchParams(params);
  if (value) next.set(name, value);
  else next.delete(name);
  return next;
}

function counted(count: number, loading: boolean, search: string) {
  const found = `${count.toLocaleString("en")} ${count === 1 ? "repository" : "repositories"}`;
  if (loading) return count === 0 ? "" : `${found} so far…`;
  return search ? `${found} found` : found;
}
