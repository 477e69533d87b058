import type { ExemplarProvider } from "../model/exemplar.ts";

/** The part of `trace` of `@opentelemetry/api` that is used. */
export interface TraceApi {
  /** Returns the span that is active, if any. */
  getActiveSpan(): { spanContext(): SpanIds } | undefined;
}

/** Identity of a span. */
export interface SpanIds {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Bits; the lowest one is set if the trace is sampled. */
  readonly traceFlags: number;
}

/**
 * Makes a provider of exemplars that takes trace and span ID from the active span, if its trace is sampled.
 *
 * @example Exemplars with the current trace
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { activeSpanExemplar } from "@webprom/exporter/otel";
 * import { trace } from "@opentelemetry/api";
 *
 * const registry = new Registry({ exemplar: activeSpanExemplar(trace) });
 * registry.counter({ name: "shop_orders_total", help: "Orders." }).inc();
 * ```
 *
 * @param trace `trace` of `@opentelemetry/api`
 * @returns The provider, for the option `exemplar` of a registry
 */
export function activeSpanExemplar(trace: TraceApi): ExemplarProvider {
  return function activeSpan() {
    const context = trace.getActiveSpan()?.spanContext();
    if (context === undefined || (context.traceFlags & 1) === 0) return undefined;
    return { trace_id: context.traceId, span_id: context.spanId };
  };
}
