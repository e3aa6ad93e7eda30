import { LakeFSClient } from "lakefs-wasm";
import { copy } from "./copy.js";

/** This package; with `Client` another build of it. */
export function ours({ Client = LakeFSClient, ...world }) {
  return copy(Client, world);
}
