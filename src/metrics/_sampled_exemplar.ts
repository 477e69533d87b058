import { type Exemplar, type ExemplarLabels, exemplarProblem } from "../model/exemplar.ts";
import type { Labels } from "../model/labels.ts";
import type { Definition } from "./definition.ts";
import type { ExemplarSampler } from "./_exemplar_sampler.ts";

/** What exemplars of an instrument are made with. */
export interface ExemplarSource {
  /** What the instrument is. */
  readonly definition: Definition;
  /** Asks for exemplars that callers do not give. */
  readonly sampler: ExemplarSampler | undefined;
}

/** An exemplar as cells keep it. */
export interface SampledExemplar extends Exemplar {
  readonly timestampMs: number;
  /** The scrape for which it was sampled; those that callers give are good for all. */
  readonly round: number;
}

/**
 * Makes the exemplar of one write, before anything is recorded.
 *
 * @param source Of the instrument that is written to
 * @param value What is observed, or added
 * @param given Labels that the caller gave
 * @param kept The exemplar in the place where this one would go
 * @returns The exemplar, or `undefined` where none was given and none is to be sampled
 * @throws {RangeError} If the labels are not usable
 */
export function takeExemplar(
  { definition, sampler }: ExemplarSource,
  value: number,
  given: ExemplarLabels | undefined,
  kept: SampledExemplar | undefined,
): SampledExemplar | undefined {
  const isWanted = sampler !== undefined && (kept === undefined || kept.round < sampler.round);
  if (given !== undefined) checkExemplar(definition, given);
  const labels: Labels | undefined = given ?? (isWanted ? sampler.ask() : undefined);
  if (labels === undefined) return undefined;
  return { labels: { ...labels }, value, timestampMs: definition.clock.now(), round: sampler?.round ?? 0 };
}

/**
 * Checks the labels of an exemplar that a caller gave.
 *
 * @param definition What the instrument is
 * @param labels Names and values
 * @throws {RangeError} If they are not usable
 */
export function checkExemplar(definition: Definition, labels: ExemplarLabels): void {
  const problem = exemplarProblem(labels);
  if (problem === undefined) return;
  throw new RangeError(`Cannot record with ${definition.type} "${definition.name}": ${problem}`);
}
