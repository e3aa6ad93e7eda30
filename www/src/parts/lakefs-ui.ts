import { withoutSlash } from "../without-slash";

/** The URL of lakeFS's own UI, which this page's server may put into the document; empty when it is unknown. */
const address = withoutSlash(document.querySelector<HTMLMetaElement>('meta[name="lakefs-ui"]')?.content ?? "");

export const lakefsPage = (path: string): string | undefined =>
  address && /^https?:[/][/]/.test(address) ? `${address}${path}` : undefined;
