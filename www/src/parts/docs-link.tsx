import { ExternalLink } from "lucide-react";

const DOCS = "https://docs.lakefs.io";

/** Pages of lakeFS's documentation, by what they explain. */
const PAGES = {
  storageNamespace: ["/understand/model/", "About repositories"],
  protection: ["/guides/protect-branches/", "About branch protection"],
  retention: ["/admin/garbage-collection/", "About garbage collection"],
  backup: ["/howto/backup-and-restore/", "About backup and restore"],
} as const;

export function DocsLink({ to }: { to: keyof typeof PAGES }) {
  const [path, text] = PAGES[to];
  return (
    <a className="docs" href={`${DOCS}${path}`} target="_blank" rel="noreferrer">
      {text} <ExternalLink aria-hidden />
      <span className="visually-hidden"> (opens lakeFS documentation)</span>
    </a>
  );
}
