import { smoke } from "./smoke.js";

globalThis.onmessage = ({ data }) =>
  smoke(undefined, data).then(
    (result) => postMessage({ result }),
    ({ code, message }) => postMessage({ code, message }),
  );
