import { withoutSlash } from "../without-slash";

/** The URL of lakeFS's own UI, which the server of this page may put into it; undefined when it is not known. */
const address = withoutSlash(document.querySelector<HTMLMetaElement>('meta[name="lakefs-ui"]')?.content ?? "");

export const lakefsPage = (path: string): string | undefined =>
  address && /^https?:[/][/]/.test(address) ? `${address}${path}` : undefined;
