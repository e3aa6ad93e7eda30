export { type Fault, type InMemoryLakeFS, inMemoryLakeFS } from "../testing/in-memory.js";
