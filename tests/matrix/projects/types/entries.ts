// Every entry of the package.
import { LakeFSClient } from "lakefs-wasm";
import { clientFromEnvironment } from "lakefs-wasm/node";
import { configure } from "lakefs-wasm/slim";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";

export const client: LakeFSClient = new LakeFSClient({ fetch: inMemoryLakeFS().fetch });
export const others: unknown[] = [configure, clientFromEnvironment, serve];
