import { LakeFSClient } from "lakefs-wasm";
import pino from "pino";

/** Logs every request, and a warning for each that failed. */
export function loggingClient(options, destination) {
  const logger = pino({ level: "debug" }, destination);
  const onAttempt = (attempt) => {
    if (attempt.error) logger.warn(attempt, "lakeFS request failed");
    else logger.debug(attempt, "lakeFS request");
  };
  return { logger, lakefs: new LakeFSClient({ ...options, onAttempt }) };
}
