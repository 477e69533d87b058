import { LINE_FEED } from "./characters.ts";

/** Maximum number of bytes decoded at a time, unless one line is longer. */
const PIECE = 2 ** 18;

/** Splits a stream of bytes into whole lines, so that no line and no character is cut in two. */
export class ByteLines {
  readonly #take: (lines: Uint8Array) => void;
  /** Beginning of a line that is not complete yet. */
  #rest = new Uint8Array(0);
  #restLength = 0;

  /** @param take Called with one or more lines; it must not keep the bytes, which are reused */
  constructor(take: (lines: Uint8Array) => void) {
    this.#take = take;
  }

  /** Adds more bytes. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE) this.#pushPiece(bytes.subarray(at, at + PIECE));
  }

  /** Emits the last line if it has no line feed. */
  end(): void {
    this.#flush();
  }

  #pushPiece(piece: Uint8Array): void {
    let start = 0;
    if (this.#restLength > 0) {
      start = piece.indexOf(LINE_FEED) + 1;
      if (start === 0) return this.#keep(piece);
      this.#keep(piece.subarray(0, start));
      this.#flush();
    }
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    if (end > start) this.#take(piece.subarray(start, end));
    this.#keep(piece.subarray(Math.max(start, end)));
  }

  #keep(bytes: Uint8Array): void {
    const length = this.#restLength + bytes.length;
    if (length > this.#rest.length) {
      const larger = new Uint8Array(length * 2);
      larger.set(this.#rest.subarray(0, this.#restLength));
      this.#rest = larger;
    }
    this.#rest.set(bytes, this.#restLength);
    this.#restLength = length;
  }

  #flush(): void {
    if (this.#restLength === 0) return;
    this.#take(this.#rest.subarray(0, this.#restLength));
    this.#restLength = 0;
  }
}
