import { lint, type LintOptions, type Problem } from "../lint/lint.ts";
import type { Gatherer } from "../model/collector.ts";
import { ExpectationError } from "./expectation_error.ts";

/**
 * Asserts that the linter finds no problems.
 *
 * @example Lint metrics in a test
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { lintClean } from "@webprom/exporter/testing";
 *
 * const registry = new Registry();
 * registry.gauge({ name: "app_wait_seconds", help: "Time in the queue." });
 *
 * await lintClean(registry, { disable: ["target-label"] });
 * ```
 *
 * @param gatherer A registry
 * @param options Rules and limits
 * @throws {ExpectationError} If there are problems; the message lists each with its fix
 * @throws {RangeError} If `disable` names an unknown rule, or a limit is not a number >= 0
 */
export async function lintClean(gatherer: Gatherer, options: LintOptions = {}): Promise<void> {
  const problems = lint(await gatherer.gather(), options);
  if (problems.length === 0) return;
  const count = `${problems.length} ${problems.length === 1 ? "problem" : "problems"}`;
  throw new ExpectationError(`Metrics have ${count}:\n\n${problems.map(show).join("\n")}\n`);
}

function show({ rule, severity, metric, label, message, fix }: Problem): string {
  return `${metric}${label === undefined ? "" : `{${label}}`}: ${message} (${severity}, ${rule})\n  ${fix}`;
}
