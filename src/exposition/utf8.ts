const ENCODER = new TextEncoder();

/** Up to this length, a loop over characters beats the call of an encoder. */
const SHORT = 24;

/**
 * Writes text as UTF-8.
 *
 * @param bytes Has room for three bytes a character
 * @param start Where to write
 * @returns Where it ends
 */
export function putText(bytes: Uint8Array, start: number, text: string): number {
  const { length } = text;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127 || length > SHORT) return start + ENCODER.encodeInto(text, bytes.subarray(start)).written;
    bytes[start + i] = code;
  }
  return start + length;
}

/** Counts the bytes of text as UTF-8. */
export function lengthOf(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return ENCODER.encode(text).length;
  return text.length;
}
