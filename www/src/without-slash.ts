/** An address with and without slashes at its end is the same. */
export const withoutSlash = (address: string) => address.replace(/[/]+$/, "");
