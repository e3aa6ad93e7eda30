import { useEffect } from "react";
import { smoke } from "../../smoke.js";
export default function Page() {
  useEffect(() => {
    globalThis.outcome = (key) =>
      smoke(undefined, key).then(
        (result) => ({ result }),
        ({ code, message }) => ({ code, message }),
      );
  }, []);
  return <p>client</p>;
}
