/**
 * Reads a response body up to a maximum size.
 *
 * @param response The response
 * @param maxBytes Maximum size
 * @returns The body as bytes
 * @throws {RangeError} If the body is larger
 */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array(0);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    pieces.push(value as Uint8Array);
    length += (value as Uint8Array).length;
    if (length <= maxBytes) continue;
    reader.cancel().catch(() => {}); // not awaited: the target may ignore it
    throw new RangeError(`the response is larger than ${maxBytes} bytes, the maximum set by body_size_limit`);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** A body and its declared type. */
export interface EncodedText {
  readonly bytes: Uint8Array;
  /** Value of the header `Content-Type`. */
  readonly contentType?: string | null | undefined;
}

/**
 * Decodes text in the charset that the response declares or that its byte order mark shows, by default UTF-8.
 *
 * @param text The encoded text
 * @returns The text, without the byte order mark
 * @throws {TypeError} If the charset is unknown, or the text is not in it
 */
export function decodeText({ bytes, contentType }: EncodedText): string {
  const [, declared = "utf-8"] = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "") ?? [];
  const charset = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte))?.charset ?? declared;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch (error) {
    throw new TypeError(`the charset ${JSON.stringify(charset.slice(0, 40))} of the response is unknown`, {
      cause: error,
    });
  }
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new TypeError(`the response is not valid ${decoder.encoding.toUpperCase()}`, { cause: error });
  }
}

/** Byte order marks of UTF-16, which `TextDecoder` does not look for by itself. */
const MARKS = [
  { charset: "utf-16le", mark: [0xff, 0xfe] },
  { charset: "utf-16be", mark: [0xfe, 0xff] },
] as const;
