import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { LakeFSClient } from "lakefs-wasm";

const tracer = trace.getTracer("lakefs-wasm");

/** Makes a span for every request. Its parent is the span that is active when the call starts. */
export function tracedClient(options) {
  const onAttempt = ({ operation, method, path, number, duration, status, requestId, error }) => {
    const endTime = Date.now();
    const span = tracer.startSpan(`lakefs ${operation}`, {
      kind: SpanKind.CLIENT,
      startTime: endTime - duration,
      attributes: {
        "http.request.method": method,
        "url.template": path,
        "http.request.resend_count": number - 1,
        ...(status !== undefined && { "http.response.status_code": status }),
        ...(requestId !== undefined && { "lakefs.request_id": requestId }),
      },
    });
    if (error) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
    span.end(endTime);
  };
  return new LakeFSClient({ ...options, onAttempt });
}
