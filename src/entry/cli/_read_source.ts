import type { Bytes } from "../../model/bytes.ts";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { messageOf } from "../../model/message_of.ts";
import type { FormatId } from "../../parse/find_format.ts";
import { CONTENT_TYPES, type Input, UsageError } from "./source.ts";

/** `Accept` header if no format is selected: text formats, because errors in them have line numbers; OpenMetrics first. */
const ACCEPT = `${CONTENT_TYPES.openmetrics}, ${CONTENT_TYPES.text}; q=0.5, */*; q=0.1`;
const TIMEOUT_MS = 30_000;
/** Maximum size of the input, the same as in the parsers. */
const MAX_BYTES = 2 ** 28;

/**
 * Reads a file, a URL, or for `-` the standard input.
 *
 * @param name File, URL or `-`
 * @param format Format to request from a server
 * @throws {UsageError} If it cannot be read
 */
export async function readSource(name: string, format: FormatId | undefined): Promise<Input> {
  try {
    if (name === "-") return { name: "<stdin>", bytes: await readAll(process.stdin) };
    if (/^https?:\/\//i.test(name)) return await fetchSource(new URL(name), format);
    return { name, bytes: await readFile(name) };
  } catch (error) {
    const shown = name.replace(/\/\/[^/?#]*@/, "//");
    throw new UsageError(`Cannot read ${shown}: ${reasonOf(error)}`, { cause: error });
  }
}

async function fetchSource(url: URL, format: FormatId | undefined): Promise<Input> {
  const accept = format === undefined ? ACCEPT : CONTENT_TYPES[format];
  const { username, password } = url;
  const user = [username, password].map(decodeURIComponent).join(":");
  // Credentials must not be displayed, and fetch() rejects URLs that contain them.
  [url.username, url.password] = ["", ""];
  const headers = { accept, ...user !== ":" && { authorization: `Basic ${btoa(user)}` } };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the server responded with ${response.status} ${response.statusText}`.trim());
  }
  const bytes = await readAll(response.body ?? []);
  return { name: url.href, bytes, contentType: response.headers.get("content-type") ?? undefined };
}

async function readAll(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Bytes[] = [];
  let length = 0;
  for await (const piece of stream) {
    pieces.push(piece as Bytes);
    length += piece.length;
    if (length > MAX_BYTES) throw new Error(`input must be at most ${MAX_BYTES} bytes`);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, cause } = error as { name: string; cause?: unknown };
  if (name === "TimeoutError") return `the server did not respond within ${TIMEOUT_MS / 1000} seconds`;
  return (cause instanceof Error && cause.message) || messageOf(error);
}
