import type { Bytes } from "../model/bytes.ts";

/** Methods that newer runtimes have. */
interface WithBase64 {
  toBase64?(): string;
}

/** Characters that are made from bytes at once: more would exceed the number of arguments. */
const PIECE = 0x8000;

/** Encodes bytes as text. */
export function toBase64(bytes: Bytes): string {
  const { toBase64 } = bytes as WithBase64;
  if (toBase64 !== undefined) return toBase64.call(bytes);
  let text = "";
  for (let i = 0; i < bytes.length; i += PIECE) text += String.fromCharCode(...bytes.subarray(i, i + PIECE));
  return btoa(text);
}

/**
 * Decodes bytes.
 *
 * @throws {SyntaxError | DOMException} If the text is invalid
 */
export function fromBase64(text: string): Bytes {
  const { fromBase64 } = Uint8Array as { fromBase64?(text: string): Bytes };
  if (fromBase64 !== undefined) return fromBase64.call(Uint8Array, text);
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
