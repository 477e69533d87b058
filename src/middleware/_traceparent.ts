import type { ExemplarLabels } from "../model/exemplar.ts";

/** Version, trace ID, ID of the parent span, flags; a later version may have more fields. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/**
 * Reads the header `traceparent`.
 *
 * @param header Its value
 * @returns Labels of an exemplar, or `undefined` if the header is invalid or the trace is not sampled
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function exemplarOf(header: string | null | undefined): ExemplarLabels | undefined {
  const [, trace_id, span_id, flags = "00"] = TRACEPARENT.exec(header ?? "") ?? [];
  if (trace_id === undefined || span_id === undefined || (parseInt(flags, 16) & 1) === 0) return undefined;
  return { trace_id, span_id };
}
