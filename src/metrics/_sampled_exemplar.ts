import { type Exemplar, type ExemplarLabels, exemplarProblem } from "../model/exemplar.ts";
import type { Labels } from "../model/labels.ts";
import type { Definition } from "./definition.ts";
import type { ExemplarSampler } from "./_exemplar_sampler.ts";

/** Definition and sampler of an instrument, from which its exemplars are created. */
export interface ExemplarSource {
  /** Definition of the instrument. */
  readonly definition: Definition;
  /** Source of exemplars for writes without one. */
  readonly sampler: ExemplarSampler | undefined;
}

/** An exemplar with the scrape it was sampled for. */
export interface SampledExemplar extends Exemplar {
  readonly timestampMs: number;
  /** Number of the scrape for which it was recorded; 0 if the instrument has no sampler. */
  readonly round: number;
}

/**
 * Creates the exemplar of one write, before the write is recorded.
 *
 * @param source Definition and sampler of the instrument
 * @param value Observed value or added amount
 * @param given Labels passed by the caller
 * @param kept Current exemplar of the series or bucket
 * @returns The exemplar, or `undefined` if the caller passed none and none is sampled
 * @throws {RangeError} If the labels are invalid
 */
export function takeExemplar(
  { definition, sampler }: ExemplarSource,
  value: number,
  given: ExemplarLabels | undefined,
  kept: SampledExemplar | undefined,
): SampledExemplar | undefined {
  const isWanted = sampler !== undefined && (kept === undefined || kept.round < sampler.round);
  if (given !== undefined) checkExemplar(definition, given);
  const labels: Labels | undefined = given ?? (isWanted ? sampler.sample() : undefined);
  if (labels === undefined) return undefined;
  return { labels: { ...labels }, value, timestampMs: definition.clock.now(), round: sampler?.round ?? 0 };
}

/**
 * Checks the labels of an exemplar passed by the caller.
 *
 * @param definition Definition of the instrument
 * @param labels Names and values
 * @throws {RangeError} If the labels are invalid
 */
export function checkExemplar(definition: Definition, labels: ExemplarLabels): void {
  const problem = exemplarProblem(labels);
  if (problem === undefined) return;
  throw new RangeError(`Cannot record an exemplar of ${definition.type} "${definition.name}": ${problem}`);
}
