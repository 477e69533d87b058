import { type Clause, parseAcceptHeader } from "../exposition/accept_header.ts";
import type { Body, Piece } from "./_body.ts";
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

/** Smaller bodies fit into one network packet uncompressed. */
const MIN_LENGTH = 1024;

/** A body and its encoding. */
export interface Sendable {
  readonly body: Body;
  /** Name of its compression. */
  readonly encoding: string | undefined;
}

/** Compresses a body. A small one is left as it is if the client accepts that. */
export async function compressBody(body: Body, { compression, acceptsIdentity }: Choice): Promise<Sendable> {
  if (compression === undefined) return { body, encoding: undefined };
  const { encoding } = compression;
  if (!(body instanceof Uint8Array)) return { body: await compressStream(body, compression), encoding };
  if (body.length < MIN_LENGTH && acceptsIdentity) return { body, encoding: undefined };
  return { body: await compressWhole(body, compression), encoding };
}

/** Cancels the body if it cannot be compressed: unread, it would be in flight forever. */
async function compressStream(body: ReadableStream<Piece>, compression: Compression): Promise<ReadableStream<Piece>> {
  try {
    return compression.compress(body);
  } catch (error) {
    await body.cancel(error).catch(() => {});
    throw error;
  }
}

async function compressWhole(body: Piece, compression: Compression): Promise<Piece> {
  if (compression.compressWhole !== undefined) return compression.compressWhole(body);
  const source = new ReadableStream<Piece>({
    start(controller) {
      controller.enqueue(body);
      controller.close();
    },
  });
  return new Uint8Array(await new Response(compression.compress(source)).arrayBuffer());
}
