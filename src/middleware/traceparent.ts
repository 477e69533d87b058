import type { ExemplarLabels } from "../model/exemplar.ts";

/** Version, trace ID, ID of the parent span, flags; a later version may have more fields. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/**
 * Reads trace and span ID from the header `traceparent`, as labels of an exemplar.
 *
 * @example Exemplars with the trace of a request
 * ```ts
 * import { traceparentExemplar } from "@webprom/exporter/middleware";
 * import { assertEquals } from "@std/assert";
 *
 * const header = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
 *
 * assertEquals(traceparentExemplar(header), {
 *   trace_id: "0af7651916cd43dd8448eb211c80319c",
 *   span_id: "b7ad6b7169203331",
 * });
 * ```
 *
 * @param header Value of the header
 * @returns The labels, or `undefined` if the header is invalid or the trace is not sampled
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceparentExemplar(header: string | null | undefined): ExemplarLabels | undefined {
  const [, trace_id, span_id, flags = "00"] = TRACEPARENT.exec(header ?? "") ?? [];
  if (trace_id === undefined || span_id === undefined || (parseInt(flags, 16) & 1) === 0) return undefined;
  return { trace_id, span_id };
}
