// Two copies of the package: what one makes, functions written for the other take.
import { type AnyLakeFSError, isLakeFSError, type LakeFSClient } from "lakefs-wasm";
import * as other from "second-copy";

const client: LakeFSClient = new other.LakeFSClient();
const back: other.LakeFSClient = client;

export function codeOf(error: unknown): string {
  if (!isLakeFSError(error)) return "";
  const same: other.AnyLakeFSError = error;
  const again: AnyLakeFSError = same;
  return again.code;
}
export const all = [client, back];
