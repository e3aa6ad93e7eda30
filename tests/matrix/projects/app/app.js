import { smoke } from "./smoke.js";

globalThis.outcome = (key) =>
  smoke(undefined, key).then(
    (result) => ({ result }),
    ({ code, reason, message }) => ({ code, reason, message }),
  );
