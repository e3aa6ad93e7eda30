export { clientFromEnvironment } from "../node/client.js";
