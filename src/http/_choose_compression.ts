import { type Clause, parseAcceptHeader } from "../exposition/accept_header.ts";
import type { Compression } from "./compression.ts";

/** How a client takes a body. */
export interface Choice {
  /** What to compress it with; `undefined` for not at all. */
  readonly compression: Compression | undefined;
  /** Whether it may also be left as it is. */
  readonly acceptsIdentity: boolean;
}

/** Chooses what the client wants most; of what it wants alike, the first, and before all others the body as it is. */
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

/** What the header says of an encoding by name, or else of all that it does not name. */
function weightOf(encoding: string, clauses: readonly Clause[]): number | undefined {
  const named = clauses.find(({ value }) => value === encoding) ?? clauses.find(({ value }) => value === "*");
  return named?.weight;
}
