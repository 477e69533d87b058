import type { EscapingScheme } from "../model/escaping.ts";
import { type Clause, parseAcceptHeader } from "./accept_header.ts";
import type { Format } from "./format.ts";
import { FORMATS } from "./formats.ts";

/** The result of a negotiation. */
export interface Negotiated {
  /** The format that the client prefers among those offered. */
  readonly format: Format;
  /** How the client wants names to be escaped. */
  readonly escaping: EscapingScheme;
  /** The content type of the response. */
  readonly contentType: string;
}

/** A format and the parts of its content type. */
interface Target {
  readonly format: Format;
  readonly type: string;
  readonly params: ReadonlyMap<string, string>;
  /** Whether it is used for a client that asks for the media type without a version. */
  readonly isDefault: boolean;
}

const SCHEMES: readonly string[] = ["allow-utf-8", "underscores", "dots", "values"] satisfies EscapingScheme[];

/** Parameters that do not distinguish formats. */
const SIDE_PARAMS: readonly string[] = ["charset", "escaping"];

const ALL_FORMATS: readonly Format[] = Object.values(FORMATS);

/**
 * Chooses the format of a response. Without a usable `Accept` header, it is the first format that the client does not exclude.
 * Only the first version of a media type is chosen without an explicit version parameter.
 *
 * An escaping scheme also applies to less preferred clauses, as in other exporters. If the client asks for no scheme and gets
 * the default format, the content type has no `escaping` parameter, because older clients reject it.
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
 * @param accept The `Accept` header, or `null`
 * @param offered The formats to choose from; the first is the default
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
      if (target !== undefined) return negotiated(target.format, scheme, fallback);
    }
    return negotiated(targets[0]?.format ?? fallback, scheme, fallback);
  };
}

function negotiated(format: Format, scheme: EscapingScheme | undefined, fallback: Format): Negotiated {
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

/** Sorts by weight. Among clauses of the same weight wildcards come last; otherwise their order is kept. */
function inOrderOfPreference(clauses: readonly Clause[]): Clause[] {
  return clauses
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight || wildness(one) - wildness(other));
}

/** Removes formats that the client rejects with a weight of 0. The most specific clause about a format counts. */
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
    const given = clause.params.get(name);
    if (given === value || name === "version" && (given === undefined ? isDefault : isCandidate(given, value))) {
      continue;
    }
    return false;
  }
  return true;
}

/** Checks whether a version is a release candidate of another, such as `2.0.0-rc.0`. */
function isCandidate(given: string, version: string): boolean {
  return given.startsWith(`${version}-rc`);
}

function matchesWildcard({ value }: Clause, type: string): boolean {
  return type.startsWith(value.replace(/^\*\/\*$|\*$/, ""));
}

/** Returns 2 for any type, which some clients write without a slash, 1 for any subtype, else 0. */
function wildness({ value }: Clause): number {
  return /^\*(?:\/\*)?$/.test(value) ? 2 : /^[^*]+\/\*$/.test(value) ? 1 : 0;
}

function schemeOf({ params }: Clause): EscapingScheme | undefined {
  return SCHEMES.find((scheme) => scheme === params.get("escaping")) as EscapingScheme | undefined;
}

function withoutSideParams(params: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...params].filter(([name]) => !SIDE_PARAMS.includes(name)));
}
