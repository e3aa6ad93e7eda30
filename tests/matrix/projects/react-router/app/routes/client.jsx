import { useEffect } from "react";
import { story } from "../../story.js";
export default function Page() {
  useEffect(() => {
    globalThis.outcome = (key) =>
      story(undefined, key).then(
        (result) => ({ result }),
        ({ code, message }) => ({ code, message }),
      );
  }, []);
  return <p>client</p>;
}
