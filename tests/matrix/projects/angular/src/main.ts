// A service with the client, and a resource that lists repositories.
import { Component, Injectable, inject, resource } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { smoke } from "../smoke.js";

@Injectable({ providedIn: "root" })
class Lakefs {
  readonly memory = inMemoryLakeFS();
  readonly client = new LakeFSClient({ fetch: this.memory.fetch, auth: this.memory.auth });
}

@Component({ selector: "app-root", template: `<p>{{ repositories.value()?.length }} repositories</p>` })
class App {
  readonly #lakefs = inject(Lakefs);
  readonly repositories = resource({
    loader: async ({ abortSignal: signal }) => (await this.#lakefs.client.listRepositories({ signal })).results,
  });

  constructor() {
    Object.assign(globalThis, {
      outcome: async (key: unknown) => ({
        result: await smoke(undefined, key),
        listed: this.repositories.value()?.length,
        error: this.repositories.error()?.message,
      }),
    });
  }
}

void bootstrapApplication(App);
