import { story } from "./story.js";

globalThis.outcome = (key) =>
  story(undefined, key).then(
    (result) => ({ result }),
    ({ code, reason, message }) => ({ code, reason, message }),
  );
