import type { ParseLimits } from "../limits.ts";
import { ParseError } from "../parse_error.ts";
import { ProtobufReader } from "./reader.ts";

/** Maximum number of bytes of a length. */
const MAX_LENGTH_BYTES = 10;

/** Splits input that arrives in pieces into messages, each of which is preceded by its length. */
export class ProtobufFrames {
  readonly #limits: ParseLimits;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;
  /** Number of input bytes before `#start`. */
  #offset = 0;
  #isOwn = false;

  constructor(limits: ParseLimits) {
    this.#limits = limits;
  }

  /** Adds the next piece. Only incomplete messages are copied. */
  push(piece: Uint8Array): void {
    const rest = this.#end - this.#start;
    if (this.#offset + rest + piece.length > this.#limits.maxBytes) throw this.#tooLong();
    if (rest === 0) {
      this.#bytes = piece;
      this.#start = 0;
      this.#end = piece.length;
      this.#isOwn = false;
      return;
    }
    if (!this.#isOwn || this.#end + piece.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(rest * 2, rest + piece.length));
      larger.set(this.#bytes.subarray(this.#start, this.#end));
      this.#bytes = larger;
      this.#start = 0;
      this.#end = rest;
      this.#isOwn = true;
    }
    this.#bytes.set(piece, this.#end);
    this.#end += piece.length;
  }

  /**
   * Returns the next message.
   *
   * @returns A reader of the message, or `undefined` if the message is not complete yet
   * @throws {ParseError} If the length is invalid or exceeds a limit
   */
  next(): ProtobufReader | undefined {
    const head = this.#bytes.subarray(this.#start, Math.min(this.#end, this.#start + MAX_LENGTH_BYTES));
    if (head.length < MAX_LENGTH_BYTES && head.every((byte) => byte >= 128)) return undefined;
    const reader = new ProtobufReader(head, this.#offset, this.#limits);
    const length = reader.uint();
    if (this.#offset + reader.position + length > this.#limits.maxBytes) throw this.#tooLong();
    const start = this.#start + reader.position;
    if (start + length > this.#end) return undefined;
    const offset = this.#offset + reader.position;
    this.#start = start + length;
    this.#offset = offset + length;
    return new ProtobufReader(this.#bytes.subarray(start, start + length), offset, this.#limits);
  }

  /**
   * Ends the input.
   *
   * @throws {ParseError} If the last message is incomplete
   */
  end(): void {
    const rest = this.#end - this.#start;
    if (rest === 0) return;
    throw new ParseError("Cannot parse protobuf: input ends within a message", { offset: this.#offset + rest });
  }

  #tooLong(): ParseError {
    return new ParseError(`Cannot parse protobuf: ${this.#limits.problem("maxBytes")}`, { offset: this.#offset });
  }
}
