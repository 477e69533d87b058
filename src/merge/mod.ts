/**
 * Merges the metrics of several isolates, processes or hosts into one scrape: pure functions over metric families.
 *
 * {@linkcode mergeFamilies} adds counters, histograms and summaries, and merges gauges by the policy that is declared on them:
 *
 * | `aggregate` | value of the merged gauge | for |
 * | --- | --- | --- |
 * | `sum` (default) | sum of all values | requests in progress, connections, queues in memory |
 * | `min`, `max` | smallest or largest value | event loop delay, age of the oldest job |
 * | `avg` | average | utilization |
 * | `latest` | the value that was written last | time of the last success |
 * | `perInstance` | all values, with a label `worker` | what has to be seen for each worker |
 *
 * Families of collectors say with `scope` what they describe: `process` counts once for all threads of a process, `global`
 * once for all isolates, such as the number of rows of a database that every worker reads.
 *
 * {@linkcode difference} returns what happened between two scrapes, and {@linkcode totalsOf} what remains of an isolate that
 * has ended. Together they are enough to build a transport between isolates; `./share` has ready ones.
 *
 * @example Choose how a gauge is merged
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { mergeFamilies } from "@webprom/exporter/merge";
 * import { assertEquals } from "@std/assert";
 *
 * const registries = [new Registry(), new Registry()];
 * for (const [i, registry] of registries.entries()) {
 *   const delay = registry.gauge({ name: "app_delay_seconds", help: "Longest delay.", aggregate: "max" });
 *   delay.set(i + 0.5);
 * }
 *
 * const [merged] = mergeFamilies(await Promise.all(registries.map((registry) => registry.gather())));
 * assertEquals([...merged?.points ?? []], [{ labels: {}, value: 1.5 }]);
 * ```
 *
 * @module
 */

export { difference } from "./difference.ts";
export { mergeFamilies, type MergeOptions, type MergeProblem, type MergeSource } from "./merge_families.ts";
export { totalsOf } from "./totals_of.ts";
