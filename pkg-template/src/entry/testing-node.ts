export { serve } from "../testing/serve.js";
