/** The address of lakeFS's own pages, which whoever serves this page may put into it; nothing when it is not known. */
const address = document.querySelector<HTMLMetaElement>('meta[name="lakefs-ui"]')?.content.replace(/[/]+$/, "");

export const lakefsPage = (path: string): string | undefined =>
  address && /^https?:[/][/]/.test(address) ? `${address}${path}` : undefined;
