import { z } from "zod";
import { parse } from "../../parse/parse.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { type HttpConfig, httpSchema } from "./http_config.ts";
import { httpModule } from "./_http_module.ts";
import { plain } from "./schema.ts";
import type { ModuleKind } from "./module.ts";

/** A module that reads metrics and relabels them. */
export interface OpenMetricsConfig extends HttpConfig {
  /** Whether series keep the timestamps of the source. */
  readonly honorTimestamps: boolean;
}

/**
 * Text comes first: there a family has the same name as its samples, so that nothing is lost. In OpenMetrics, many programs
 * give two families the same name.
 */
const ACCEPT = [
  "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6",
  "text/plain;version=0.0.4;q=0.5",
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.4",
  "*/*;q=0.1",
].join(",");

/** Reads metrics over HTTP, in any format of Prometheus; `metric_relabel_configs` filters and renames them. */
export const openmetrics: ModuleKind = httpSchema<OpenMetricsConfig>({
  honor_timestamps: plain(z.boolean()).default(true),
})
  .transform((config) => (name, host) =>
    httpModule(name, config, host, {
      accept: ACCEPT,
      read({ bytes, contentType }, { sampleLimit, problems }) {
        const isKnown = contentType !== null && /openmetrics-text|vnd\.google\.protobuf|^text\/plain/.test(contentType);
        let first: Error | undefined;
        const families = parse(bytes, {
          maxBytes: config.bodySizeLimit,
          contentType: isKnown ? contentType : undefined,
          lenient: true,
          onProblem(problem) {
            first ??= problem;
            problems.add(problem);
          },
        });
        if (families.length === 0 && first !== undefined) throw first; // nothing of it is a metric
        assertSampleLimit(families, sampleLimit);
        return config.honorTimestamps ? families : families.map(withoutTimestamps);
      },
    })
  );

function assertSampleLimit(families: readonly MetricFamily[], limit: number): void {
  const count = families.reduce((sum, { points }) => sum + (points as readonly PointHead[]).length, 0);
  if (count > limit) throw new RangeError(`there are more than ${limit} series, the maximum set by sample_limit`);
}

function withoutTimestamps(family: MetricFamily): MetricFamily {
  const points = Array.from(family.points as Iterable<PointHead>, ({ timestampMs: _, ...point }) => point);
  return { ...family, points } as MetricFamily;
}
