import type { EscapingScheme } from "../model/escaping.ts";
import { type Clause, parseAcceptHeader } from "./accept_header.ts";
import type { Format } from "./format.ts";
import { FORMATS } from "./formats.ts";

/** What a reader is given. */
export interface Negotiated {
  /** The format that it wants most of those there are. */
  readonly format: Format;
  /** How it wants names to be written. */
  readonly escaping: EscapingScheme;
  /** What to say of the answer. */
  readonly contentType: string;
}

/** A format, taken apart. */
interface Target {
  readonly format: Format;
  readonly type: string;
  readonly params: ReadonlyMap<string, string>;
  /** Whether it is what a reader gets that asks for the type, but for no version. */
  readonly isDefault: boolean;
}

const SCHEMES: readonly string[] = ["allow-utf-8", "underscores", "dots", "values"] satisfies EscapingScheme[];

/** What only says how to write a format, and makes it no other one. */
const SIDE_PARAMS: readonly string[] = ["charset", "escaping"];

const ALL_FORMATS: readonly Format[] = Object.values(FORMATS);

/**
 * Chooses the format for a reader. Whoever asks for anything, for nothing or for what there is not is given the first
 * format; another version than the first of its type is given to those only who ask for it by that version.
 *
 * A scheme for names holds for its clause and for those that are wanted less, as in other exporters. The content type
 * tells the scheme, but where nobody asked for one it remains `text/plain; version=0.0.4; charset=utf-8`, to the letter:
 * readers older than the schemes know no other.
 *
 * @see https://prometheus.io/docs/instrumenting/content_negotiation/
 * @example Answer a Prometheus
 * ```ts
 * import { negotiate } from "@webprom/exporter/exposition";
 * import { assertEquals } from "@std/assert";
 *
 * const accept = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,*\/*;q=0.2";
 * const { contentType } = negotiate(accept);
 *
 * assertEquals(contentType, "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8");
 * ```
 *
 * @param accept The `Accept` header, or `null` where there is none
 * @param offered The formats to choose from, of which the first is for everybody
 * @returns Format, scheme and content type
 * @throws {RangeError} If no format is offered
 */
export function negotiate(accept: string | null, offered: readonly Format[] = ALL_FORMATS): Negotiated {
  return negotiator(offered)(accept);
}

/**
 * Prepares to negotiate many times.
 *
 * @param offered The formats to choose from
 * @returns Chooses the format for an `Accept` header, as {@linkcode negotiate}
 * @throws {RangeError} If no format is offered
 */
export function negotiator(offered: readonly Format[]): (accept: string | null) => Negotiated {
  const [fallback] = offered;
  if (fallback === undefined) throw new RangeError("Cannot negotiate: at least one format must be offered");
  const allTargets = targetsOf(offered);
  return function choose(accept) {
    const clauses = accept === null ? [] : parseAcceptHeader(accept);
    const targets = withoutExcluded(allTargets, clauses);
    let scheme: EscapingScheme | undefined;
    for (const clause of inOrderOfPreference(clauses)) {
      scheme = schemeOf(clause) ?? scheme;
      const target = targets.find((target) => asksFor(clause, target));
      if (target !== undefined) return answer(target.format, scheme, fallback);
    }
    return answer(targets[0]?.format ?? fallback, scheme, fallback);
  };
}

function answer(format: Format, scheme: EscapingScheme | undefined, fallback: Format): Negotiated {
  const { contentType } = format;
  const escaping = scheme ?? "underscores";
  const isPlain = scheme === undefined && format === fallback;
  return { format, escaping, contentType: isPlain ? contentType : `${contentType}; escaping=${escaping}` };
}

function targetsOf(offered: readonly Format[]): Target[] {
  const types = new Set<string>();
  return offered.flatMap((format) =>
    parseAcceptHeader(format.contentType).map(({ value: type, params }) => {
      const isDefault = !types.has(type);
      types.add(type);
      return { format, type, params: withoutSideParams(params), isDefault };
    })
  );
}

/** Most wanted first; of those that are wanted alike, wildcards last, and else as they came. */
function inOrderOfPreference(clauses: readonly Clause[]): Clause[] {
  return clauses
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight || wildness(one) - wildness(other));
}

/** Takes out what a reader will not have at all. What it says most precisely of a format holds. */
function withoutExcluded(targets: readonly Target[], clauses: readonly Clause[]): readonly Target[] {
  if (clauses.every(({ weight }) => weight > 0)) return targets;
  return targets.filter((target) => {
    const [closest] = clauses.filter((clause) => covers(clause, target)).sort(byPrecision);
    return closest?.weight !== 0;
  });
}

function byPrecision(one: Clause, other: Clause): number {
  return wildness(one) - wildness(other) || withoutSideParams(other.params).size - withoutSideParams(one.params).size;
}

function covers(clause: Clause, { type, params }: Target): boolean {
  if (wildness(clause) > 0) return matchesWildcard(clause, type);
  return clause.value === type &&
    [...withoutSideParams(clause.params)].every(([name, value]) => params.get(name) === value);
}

function asksFor(clause: Clause, { type, params, isDefault }: Target): boolean {
  if (wildness(clause) > 0) return isDefault && matchesWildcard(clause, type);
  if (clause.value !== type) return false;
  for (const [name, value] of params) {
    const asked = clause.params.get(name);
    if (asked !== value && !(name === "version" && asked === undefined && isDefault)) return false;
  }
  return true;
}

function matchesWildcard({ value }: Clause, type: string): boolean {
  return type.startsWith(value.replace(/^\*\/\*$|\*$/, ""));
}

/** 2 for anything, which some clients write without a slash, 1 for any text, 0 for the rest. */
function wildness({ value }: Clause): number {
  return /^\*(?:\/\*)?$/.test(value) ? 2 : /^[^*]+\/\*$/.test(value) ? 1 : 0;
}

function schemeOf({ params }: Clause): EscapingScheme | undefined {
  return SCHEMES.find((scheme) => scheme === params.get("escaping")) as EscapingScheme | undefined;
}

function withoutSideParams(params: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...params].filter(([name]) => !SIDE_PARAMS.includes(name)));
}
