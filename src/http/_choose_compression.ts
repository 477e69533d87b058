import { type Clause, parseAcceptHeader } from "../exposition/accept_header.ts";
import type { Compression } from "./compression.ts";

/** How to compress a body for a client. */
export interface Choice {
  /** The compression, or `undefined` for none. */
  readonly compression: Compression | undefined;
  /** Whether the client also accepts the body uncompressed. */
  readonly acceptsIdentity: boolean;
}

/**
 * Chooses the encoding with the greatest weight. Among equal weights, `identity` wins if the client names it, otherwise the
 * first one offered.
 */
export function chooseCompression(header: string | null, offered: readonly Compression[]): Choice {
  const clauses = header === null ? [] : parseAcceptHeader(header);
  let best = weightOf("identity", clauses) ?? 0;
  let compression: Compression | undefined;
  for (const candidate of offered) {
    const weight = weightOf(candidate.encoding, clauses) ?? 0;
    if (weight <= best) continue;
    best = weight;
    compression = candidate;
  }
  return { compression, acceptsIdentity: weightOf("identity", clauses) !== 0 };
}

/** Returns the weight of an encoding, by its name or else by the wildcard. */
function weightOf(encoding: string, clauses: readonly Clause[]): number | undefined {
  const named = clauses.find(({ value }) => value === encoding) ?? clauses.find(({ value }) => value === "*");
  return named?.weight;
}
