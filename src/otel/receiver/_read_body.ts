/** Longest time that a client may take to send a request, in milliseconds. */
const MAX_TIME_MS = 30_000;

/** A request that cannot be read, with the status to respond with. */
export class BodyError extends Error {
  /** HTTP status. */
  readonly status: number;

  /** @param status HTTP status */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Reads the body of a request, up to a maximum size after decompression.
 *
 * @param request The request
 * @param maxBytes Maximum size
 * @throws {BodyError} If it is larger, is not complete in time, or is compressed in an unknown or invalid way
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  if (!["", "identity", "gzip"].includes(encoding)) {
    throw new BodyError(415, `Content-Encoding must be gzip or none, current value is ${encoding}`);
  }
  if (request.body === null) return new Uint8Array(0);
  const stream = encoding === "gzip" ? request.body.pipeThrough(new DecompressionStream("gzip")) : request.body;
  const reader = (stream as ReadableStream<Uint8Array>).getReader();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => {});
  }, MAX_TIME_MS);
  try {
    return await readAll(reader, maxBytes);
  } catch (error) {
    if (error instanceof BodyError) throw error;
    throw new BodyError(400, "the body is not valid gzip, or was not sent completely");
  } finally {
    clearTimeout(timer);
    // deno-lint-ignore no-unsafe-finally
    if (isLate) throw new BodyError(408, `the request was not sent within ${MAX_TIME_MS / 1000} seconds`);
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const piece = value as Uint8Array;
    pieces.push(piece);
    length += piece.length;
    if (length <= maxBytes) continue;
    reader.cancel().catch(() => {}); // not awaited: the client may go on
    throw new BodyError(413, `the request must have at most ${maxBytes} bytes: raise maxRequestBytes to take more`);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
