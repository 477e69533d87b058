const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads the fields of a message. */
export class FieldReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether nothing is left to read. */
  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Reads a whole number of up to 64 bits. */
  varint(): bigint {
    let value = 0n;
    for (let shift = 0n;; shift += 7n) {
      const byte = this.#bytes[this.#at++] as number;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  /** Reads a floating-point number. */
  double(): number {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  /** Reads text. */
  string(): string {
    return DECODER.decode(this.message());
  }

  /** Reads a message, as bytes. */
  message(): Uint8Array {
    const length = Number(this.varint());
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
