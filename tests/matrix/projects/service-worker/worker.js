import { smoke } from "./smoke.js";

addEventListener("install", () => skipWaiting());
addEventListener("message", (event) => {
  const answered = smoke(undefined, event.data).then(
    (result) => ({ result }),
    ({ code, message }) => ({ code, message }),
  );
  event.waitUntil(answered.then((outcome) => event.source.postMessage(outcome)));
});
