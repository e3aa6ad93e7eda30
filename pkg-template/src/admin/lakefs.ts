// What these functions use of the main entry at run time. The bundle leaves it out, so that an application has one copy of the client.
export { branchMatcher, InvalidArgumentError, isLakeFSError, isRetryable, ResponseError } from "../entry/index.js";
