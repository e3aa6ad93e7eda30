import { clientFromEnvironment } from "lakefs-wasm/node";
import { story } from "./story.js";

console.log(JSON.stringify(await story(await clientFromEnvironment())));
