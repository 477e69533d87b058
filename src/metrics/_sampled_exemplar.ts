import { type Exemplar, exemplarProblem } from "../model/exemplar.ts";
import type { Labels } from "../model/labels.ts";
import type { CellHome } from "./cell.ts";

/** An exemplar as cells keep it. */
export interface SampledExemplar extends Exemplar {
  readonly timestampMs: number;
  /** The scrape for which it was sampled; those that callers give are good for all. */
  readonly round: number;
}

/**
 * Makes the exemplar of one write, before anything is recorded.
 *
 * @param home The table of the cell that is written to
 * @param value What is observed, or added
 * @param given Labels that the caller gave
 * @param kept The exemplar in the place where this one would go
 * @returns The exemplar, or `undefined` where none was given and none is to be sampled
 * @throws {RangeError} If the labels are not usable
 */
export function takeExemplar(
  home: CellHome,
  value: number,
  given: Readonly<Record<string, string>> | undefined,
  kept: SampledExemplar | undefined,
): SampledExemplar | undefined {
  const { sampler, definition } = home;
  const isWanted = sampler !== undefined && (kept === undefined || kept.round < sampler.round);
  if (given !== undefined) checkExemplar(home, given);
  const labels: Labels | undefined = given ?? (isWanted ? sampler.ask() : undefined);
  if (labels === undefined) return undefined;
  return { labels: { ...labels }, value, timestampMs: definition.clock.now(), round: sampler?.round ?? 0 };
}

/**
 * Checks the labels of an exemplar that a caller gave.
 *
 * @param home The table of the cell that is written to
 * @param labels Names and values
 * @throws {RangeError} If they are not usable
 */
export function checkExemplar({ definition }: CellHome, labels: Readonly<Record<string, string>>): void {
  const problem = exemplarProblem(labels);
  if (problem === undefined) return;
  throw new RangeError(`Cannot record with ${definition.type} "${definition.name}": ${problem}`);
}
