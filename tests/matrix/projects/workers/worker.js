import { story } from "./story.js";

globalThis.onmessage = ({ data }) =>
  story(undefined, data).then(
    (result) => postMessage({ result }),
    ({ code, message }) => postMessage({ code, message }),
  );
