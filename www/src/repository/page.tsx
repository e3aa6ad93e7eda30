import { isLakeFSError } from "lakefs-wasm";
import { ChevronRight } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { useLakefs } from "../connection/context";
import { DialogArriving, Empty, ErrorAlert, Loading } from "../parts/alerts";
import { Badges } from "../parts/badges";
import { Button } from "../parts/button";
import { lazyComponent } from "../parts/lazy-component";
import { Timestamp } from "../parts/timestamp";
import { useTitle } from "../parts/use-title";
import { useLoad } from "../use-load";
import { RepositoryContext } from "./context";
import { GeneralView } from "./general";

const MetadataView = lazyComponent(() => import("./metadata"));
const ProtectionView = lazyComponent(() => import("../protection/view"));
const RetentionView = lazyComponent(() => import("../retention/view"));
const BackupView = lazyComponent(() => import("../backup/view"));
const DeleteDialog = lazyComponent(() => import("../repositories/delete-dialog"));

const arriving = { meanwhile: <Loading /> };

/** Address, name, and the name in full, which has the words of lakeFS's own pages in it. */
const VIEWS = [
  ["settings/general", "General", "General settings"],
  ["settings/branch-protection", "Branch protection", undefined],
  ["settings/retention", "Retention", "Retention (garbage collection)"],
  ["settings/metadata", "Metadata", undefined],
  ["backup", "Backup", "Backup: dump and restore"],
] as const;

export default function RepositoryPage({ id }: { id: string }) {
  const lakefs = useLakefs();
  const {
    value: repository,
    error,
    loading,
    reload,
  } = useLoad(useCallback((signal) => lakefs.getRepository(id, { signal }), [lakefs, id]));
  const [location] = useLocation();
  const here = VIEWS.find(([path]) => location.startsWith(`/repositories/${id}/${path}`));
  useTitle(...(here ? [here[1], id] : [id]));
  return (
    <main id="main" className="page">
      <nav aria-label="Breadcrumb" className="crumbs">
        <Link href="/repositories">Repositories</Link> <ChevronRight aria-hidden />{" "}
        <span aria-current="page">{id}</span>
      </nav>
      <div className="page-head">
        <h1 tabIndex={-1}>{id}</h1>
        {repository && (
          <p className="head-facts">
            <Badges repository={repository} />
            <code>{repository.storage_namespace}</code>
            <span>
              Created <Timestamp seconds={repository.creation_date} />
            </span>
          </p>
        )}
      </div>
      {!repository && loading && <Loading label="Loading the repository" lines={5} />}
      {!repository && error !== undefined && <Missing id={id} error={error} reload={reload} />}
      {repository && (
        <RepositoryContext value={repository}>
          <Sections id={id} here={here?.[0]} />
          <Switch>
            <Route path="/repositories/:id/settings/general">
              <GeneralView />
            </Route>
            <Route path="/repositories/:id/settings/metadata">
              <MetadataView {...arriving} />
            </Route>
            <Route path="/repositories/:id/settings/branch-protection">
              <ProtectionView {...arriving} />
            </Route>
            <Route path="/repositories/:id/settings/retention">
              <RetentionView {...arriving} />
            </Route>
            <Route path="/repositories/:id/backup">
              <BackupView {...arriving} />
            </Route>
            <Route path="/repositories/:id">
              <Redirect to={`/repositories/${id}/settings/general`} replace />
            </Route>
            <Route path="/repositories/:id/settings">
              <Redirect to={`/repositories/${id}/settings/general`} replace />
            </Route>
            <Route>
              <Empty title="There is nothing at this address">
                <p>Choose one of the sections above.</p>
              </Empty>
            </Route>
          </Switch>
        </RepositoryContext>
      )}
    </main>
  );
}

function Sections({ id, here }: { id: string; here: string | undefined }) {
  // On a narrow screen the row of sections scrolls: the current one is brought into sight.
  const row = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another section is current.
  useEffect(() => {
    row.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  return (
    <nav aria-label="Sections" className="sections" ref={row}>
      {VIEWS.map(([path, label, inFull]) => (
        <Link
          key={path}
          href={`/repositories/${id}/${path}`}
          aria-label={inFull}
          title={inFull}
          aria-current={here === path ? "page" : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

/** A repository that is not there, or not any more: an earlier delete that broke off can be finished here. */
function Missing({ id, error, reload }: { id: string; error: unknown; reload: () => void }) {
  const [, navigate] = useLocation();
  const [deleting, setDeleting] = useState(false);
  const inDeletion = isLakeFSError(error, "repository_deleting");
  return (
    <>
      <ErrorAlert error={error} reload={reload}>
        {inDeletion && (
          <Button tone="danger" onClick={() => setDeleting(true)}>
            Delete it once more
          </Button>
        )}
      </ErrorAlert>
      <p>
        <Link href="/repositories">Back to all repositories</Link>
      </p>
      {deleting && (
        <DeleteDialog
          meanwhile={<DialogArriving />}
          repository={{ id, creation_date: 0, default_branch: "", storage_namespace: "its namespace" }}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate("/repositories", { replace: true })}
        />
      )}
    </>
  );
}
