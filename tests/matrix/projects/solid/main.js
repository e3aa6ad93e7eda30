// A client in a store, which wraps what it holds in a Proxy.
import { LakeFSClient } from "lakefs-wasm";
import { onMount } from "solid-js";
import { createStore } from "solid-js/store";
import { render } from "solid-js/web";
import { smoke } from "./smoke.js";

render(() => {
  const [state] = createStore({ client: new LakeFSClient() });
  onMount(() => {
    globalThis.outcome = (key) =>
      smoke(state.client, key).then(
        (result) => ({ result }),
        ({ code, message }) => ({ code, message }),
      );
  });
  return document.createTextNode("client");
}, document.getElementById("app"));
