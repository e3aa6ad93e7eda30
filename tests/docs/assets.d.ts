// Files that bundlers give addresses to.
declare module "*?url" {
  const address: string;
  export default address;
}
