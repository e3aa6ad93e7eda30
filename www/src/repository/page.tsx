import { isLakeFSError } from "lakefs-wasm";
import { ChevronRight, ExternalLink } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { useLakefs } from "../connection/context";
import { DialogArriving, Empty, ErrorAlert, Loading } from "../parts/alerts";
import { Badges } from "../parts/badges";
import { Button, CopyButton } from "../parts/button";
import { lakefsPage } from "../parts/lakefs-ui";
import { lazyComponent, preload } from "../parts/lazy-component";
import { forgetRepository, useIsUnsaved, useRepositoriesWithDrafts } from "../parts/session-state";
import { Timestamp } from "../parts/timestamp";
import { useFocusNext } from "../parts/use-focus-next";
import { useTitle } from "../parts/use-title";
import { useListAddress } from "../repositories/use-list-address";
import { useRepositoryStore } from "../store/context";
import { useEffectOn } from "../use-effect-on";
import { type Loaded, useLoad } from "../use-load";
import { type Branches, RepositoryContext } from "./context";

const OverviewView = lazyComponent(() => import("./overview"));
const MetadataView = lazyComponent(() => import("./metadata"));
const ProtectionView = lazyComponent(() => import("../protection/view"));
const RetentionView = lazyComponent(() => import("../retention/view"));
const BackupView = lazyComponent(() => import("../backup/view"));
const DeleteDialog = lazyComponent(() => import("../repositories/delete-dialog"));

// Loaded while the browser is idle, so that a section opens even when the network fails later.
preload(OverviewView, MetadataView, ProtectionView, RetentionView, BackupView, DeleteDialog);

const whileLoading = { meanwhile: <Loading /> };

/** Address, name, full name, and the names of the drafts in the section. */
const VIEWS = [
  ["settings/general", "Overview", undefined, []],
  ["settings/branch-protection", "Branch protection", undefined, ["Branch protection", "Unfinished rule"]],
  ["settings/retention", "Retention", "Retention (garbage collection)", ["Retention"]],
  ["settings/metadata", "Metadata", undefined, []],
  ["backup", "Backup", "Backup and restore", []],
] as const;

/** Addresses that the lakeFS UI uses for views that this page has, too. */
const ALIASES = [
  ["settings/branches", "settings/branch-protection"],
  ["settings/gc-policy", "settings/retention"],
  ["settings/gc_policy", "settings/retention"],
  ["settings", "settings/general"],
  ["", "settings/general"],
] as const;

/** Views that only the lakeFS UI has. */
const ELSEWHERE = ["objects", "object", "branches", "commits", "tags", "changes", "compare", "pulls", "actions"];

const BRANCHES_READ = 1000;

export default function RepositoryPage({ id }: { id: string }) {
  const lakefs = useLakefs();
  const store = useRepositoryStore();
  const loaded = useLoad(useCallback((signal) => lakefs.getRepository(id, { signal }), [lakefs, id]));
  const branches = useLoad(
    useCallback(
      async (signal): Promise<Branches> => {
        const { results, pagination } = await lakefs.listBranches(id, { signal, amount: BRANCHES_READ });
        return { refs: results, names: results.map((ref) => ref.id), hasMore: pagination.has_more };
      },
      [lakefs, id],
    ),
  );
  // The list has all that the head shows.
  const repository = loaded.value ?? (loaded.error === undefined ? store.repositoryOf(id) : undefined);
  const [location] = useLocation();
  const here = VIEWS.find(([path]) => location.startsWith(`/repositories/${id}/${path}`));
  useTitle(...(here ? [here[1], id] : [id]));
  const context = useMemo(() => repository && { repository, branches }, [repository, branches]);
  return (
    <main id="main" className="page">
      <Head id={id} repository={repository} branches={branches} />
      {repository && <Sections id={id} here={here?.[0]} />}
      {!repository && loaded.loading && <Loading label="Loading the repository" lines={5} />}
      {!repository && loaded.error !== undefined && <Missing id={id} error={loaded.error} reload={loaded.reload} />}
      {context && (
        <RepositoryContext value={context}>
          <Switch>
            <Route path="/repositories/:id/settings/general">
              <OverviewView {...whileLoading} />
            </Route>
            <Route path="/repositories/:id/settings/metadata">
              <MetadataView {...whileLoading} />
            </Route>
            <Route path="/repositories/:id/settings/branch-protection">
              <ProtectionView {...whileLoading} />
            </Route>
            <Route path="/repositories/:id/settings/retention">
              <RetentionView {...whileLoading} />
            </Route>
            <Route path="/repositories/:id/backup">
              <BackupView {...whileLoading} />
            </Route>
            {ALIASES.map(([from, to]) => (
              <Route key={from} path={`/repositories/:id${from && `/${from}`}`}>
                <Redirect to={`/repositories/${id}/${to}`} replace />
              </Route>
            ))}
            <Route>
              <NoSuchView id={id} path={location.slice(`/repositories/${id}`.length)} />
            </Route>
          </Switch>
        </RepositoryContext>
      )}
    </main>
  );
}

function Head({
  id,
  repository,
  branches,
}: {
  id: string;
  repository: Parameters<typeof Badges>[0]["repository"] | undefined;
  branches: Loaded<Branches>;
}) {
  const [list] = useListAddress();
  const data = lakefsPage(`/repositories/${id}/objects`);
  return (
    <div className="repository-head">
      <nav aria-label="Breadcrumb" className="crumbs">
        <Link href={list}>Repositories</Link> <ChevronRight aria-hidden />
      </nav>
      <h1 tabIndex={-1}>{id}</h1>
      <CopyButton text={id} label="Copy the name" />
      {repository && (
        <p className="head-facts">
          <Badges repository={repository} isBare={branches.value && branches.value.names.length === 0} />
          <code className="cut" title={repository.storage_namespace}>
            {repository.storage_namespace}
          </code>
          <span className="nowrap">
            Created <Timestamp seconds={repository.creation_date} />
          </span>
          {data && (
            <a href={data} target="_blank" rel="noreferrer">
              Open in lakeFS <ExternalLink aria-hidden />
            </a>
          )}
        </p>
      )}
    </div>
  );
}

function Sections({ id, here }: { id: string; here: string | undefined }) {
  const row = useRef<HTMLElement>(null);
  // Scrolls to the link of the current section, where links do not fit in the window.
  useEffectOn([here], () => {
    row.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  });
  return (
    <nav aria-label="Sections" className="sections" ref={row}>
      {VIEWS.map(([path, label, inFull, drafts]) => (
        <Link
          key={path}
          href={`/repositories/${id}/${path}`}
          title={inFull}
          aria-current={here === path ? "page" : undefined}
        >
          {label}
          <UnsavedMark names={drafts.map((name) => `${name} of ${id}`)} />
        </Link>
      ))}
    </nav>
  );
}

function UnsavedMark({ names }: { names: readonly string[] }) {
  if (!useIsUnsaved(names)) return null;
  return (
    <span className="unsaved" title="Unsaved changes">
      <span className="visually-hidden"> (unsaved changes)</span>
    </span>
  );
}

function NoSuchView({ id, path }: { id: string; path: string }) {
  const isElsewhere = ELSEWHERE.some((name) => path === `/${name}` || path.startsWith(`/${name}/`));
  const address = isElsewhere ? lakefsPage(`/repositories/${id}${path}`) : undefined;
  if (!isElsewhere)
    return (
      <Empty title="Page not found">
        <p>Choose one of the sections above.</p>
      </Empty>
    );
  return (
    <Empty title="This page is part of the lakeFS UI">
      {address ? (
        <p>
          <a href={address}>Open it in lakeFS</a>
        </p>
      ) : (
        <p>Here you manage the settings of the repository. Choose one of the sections above.</p>
      )}
    </Empty>
  );
}

/** Shown when the repository does not exist or was deleted in part; an interrupted delete can be finished here. */
function Missing({ id, error, reload }: { id: string; error: unknown; reload: () => void }) {
  const [, navigate] = useLocation();
  const [list] = useListAddress();
  const [deleting, setDeleting] = useState(false);
  const inDeletion = isLakeFSError(error, "repository_deleting");
  const isImpossible = isLakeFSError(error, "invalid_argument");
  // Of a repository that somebody else has deleted: there is no view left in which they could be discarded.
  const hasDrafts = useRepositoriesWithDrafts().has(id);
  const focusNext = useFocusNext();
  return (
    <>
      <ErrorAlert
        error={error}
        reload={isImpossible ? undefined : reload}
        title={isImpossible ? "Repository not found" : undefined}
        advice={isImpossible ? "No repository can have this ID. The URL may be mistyped." : undefined}
        actions={
          <>
            {inDeletion && (
              <Button tone="danger" onClick={() => setDeleting(true)}>
                Delete it again
              </Button>
            )}
            {hasDrafts && (
              <Button onClick={() => (focusNext("#main h1"), forgetRepository(id))}>Discard unsaved changes</Button>
            )}
          </>
        }
      />
      {!isLakeFSError(error, "repository_not_found") && (
        <p>
          <Link href={list}>All repositories</Link>
        </p>
      )}
      {deleting && (
        <DeleteDialog
          meanwhile={<DialogArriving />}
          repository={{ id, creation_date: 0, default_branch: "", storage_namespace: "its namespace" }}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate(list, { replace: true })}
        />
      )}
    </>
  );
}
