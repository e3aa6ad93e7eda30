import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { useBare } from "../connection/bare";
import { DialogArriving } from "../parts/alerts";
import { Button, CopyButton } from "../parts/button";
import { lazyComponent } from "../parts/lazy-component";
import { formatTime } from "../parts/timestamp";
import { useRepository } from "./context";

const DeleteDialog = lazyComponent(() => import("../repositories/delete-dialog"));

export function GeneralView() {
  const repository = useRepository();
  const [, navigate] = useLocation();
  const [deleting, setDeleting] = useState(false);
  const isBare = useBare();
  const { id, storage_namespace, storage_id, default_branch, creation_date, read_only } = repository;
  return (
    <>
      <section className="card" aria-labelledby="general">
        <h2 id="general">General</h2>
        <dl className="facts">
          <Fact name="Repository ID" copy={id}>
            {id}
          </Fact>
          <Fact name="Storage namespace" copy={storage_namespace}>
            <code>{storage_namespace}</code>
          </Fact>
          {storage_id && <Fact name="Storage ID">{storage_id}</Fact>}
          <Fact name="Default branch">{default_branch}</Fact>
          <Fact name="Created">{formatTime(creation_date)}</Fact>
          <Fact name="Access">
            {read_only ? "Read-only: nobody can write to it or change its settings" : "Read and write"}
          </Fact>
          {isBare(repository) && <Fact name="History">Bare: no commit yet, it can be restored into</Fact>}
        </dl>
      </section>
      <section className="card card-danger" aria-labelledby="danger">
        <h2 id="danger">Delete this repository</h2>
        <p>Its branches, commits, tags and settings go; the objects in its storage namespace stay.</p>
        <Button tone="danger" onClick={() => setDeleting(true)}>
          <Trash2 aria-hidden /> Delete repository…
        </Button>
      </section>
      {deleting && (
        <DeleteDialog
          meanwhile={<DialogArriving />}
          repository={repository}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate("/repositories", { replace: true })}
        />
      )}
    </>
  );
}

function Fact({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children} {copy !== undefined && <CopyButton text={copy} label={`Copy ${name}`} />}
      </dd>
    </div>
  );
}
