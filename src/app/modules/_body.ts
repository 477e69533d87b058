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

/**
 * Decodes UTF-8, with or without a byte order mark.
 *
 * @param bytes The encoded text
 * @returns The text
 * @throws {TypeError} If it is not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new TypeError("the response is not valid UTF-8", { cause: error });
  }
}
