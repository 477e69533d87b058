import { ProtobufWriter } from "../../exposition/protobuf/writer.ts";
import type { OtlpField, OtlpWriter } from "./_schema.ts";

/** Bytes that the first request has room for. */
const CAPACITY = 16 * 1024;
/** Largest time that fits into 64 bits as nanoseconds, in milliseconds. */
const MAX_TIME_MS = 2 ** 64 / 1e6 - 2;
const MAX_COUNT = 2 ** 64 - 2 ** 11;

/** Writes a request as protobuf. */
export class OtlpProtobufWriter extends ProtobufWriter implements OtlpWriter {
  /** First bytes of the messages that have not ended. */
  readonly #starts: number[] = [];
  /** Bytes that the length of the last message took, by depth: mostly, the next one takes as many. */
  readonly #widths: number[] = [];

  constructor() {
    super(CAPACITY);
  }

  begin(field: OtlpField<"list" | "message">): void {
    const width = this.#widths[this.#starts.length] ?? 1;
    this.reserve(2 + width);
    this.tag(field.tag);
    this.#starts.push(this.length += width);
  }

  end(): void {
    const start = this.#starts.pop() as number;
    const depth = this.#starts.length;
    this.#widths[depth] = this.close(start, this.#widths[depth] ?? 1);
  }

  beginList(): void {}

  endList(): void {}

  hex(field: OtlpField<"bytes">, digits: string): void {
    const size = digits.length / 2;
    this.reserve(12 + size);
    this.tag(field.tag);
    this.varint(size);
    for (let i = 0; i < size; i++) this.byte(parseInt(digits.slice(i * 2, i * 2 + 2), 16));
  }

  bool(field: OtlpField<"bool">, value: boolean): void {
    this.reserve(3);
    this.tag(field.tag);
    this.byte(Number(value));
  }

  doubles(field: OtlpField<"doubles">, values: ArrayLike<number>): void {
    this.#packed(field.tag, values.length * 8);
    for (let i = 0; i < values.length; i++) {
      this.view.setFloat64(this.length, values[i] as number, true);
      this.length += 8;
    }
  }

  fixed(field: OtlpField<"fixed">, value: number): void {
    this.reserve(10);
    this.tag(field.tag);
    this.#count(value);
  }

  fixeds(field: OtlpField<"fixeds">, values: ArrayLike<number>): void {
    this.#packed(field.tag, values.length * 8);
    for (let i = 0; i < values.length; i++) this.#count(values[i] as number);
  }

  nanos(field: OtlpField<"fixed">, timeMs: number): void {
    this.reserve(10);
    this.tag(field.tag);
    const time = Math.min(timeMs, MAX_TIME_MS);
    const wholeMs = Math.floor(time);
    // Nanoseconds have more bits than a double. In two parts, all products are exact.
    const high = Math.floor(wholeMs / 2 ** 20) * 1e6;
    const low = (high % 2 ** 12) * 2 ** 20 + (wholeMs % 2 ** 20) * 1e6 + Math.floor((time - wholeMs) * 1e6);
    this.#words(Math.floor(high / 2 ** 12) + Math.floor(low / 2 ** 32), low % 2 ** 32);
  }

  uints(field: OtlpField<"uints">, values: ArrayLike<number>): void {
    this.reserve(2);
    this.tag(field.tag);
    const start = ++this.length;
    for (let i = 0; i < values.length; i++) this.varint(values[i] as number);
    this.close(start);
  }

  #packed(tag: number, size: number): void {
    this.reserve(12 + size);
    this.tag(tag);
    this.varint(size);
  }

  #count(value: number): void {
    const count = Math.min(value, MAX_COUNT);
    this.#words(Math.floor(count / 2 ** 32), count % 2 ** 32);
  }

  #words(high: number, low: number): void {
    this.view.setUint32(this.length, low, true);
    this.view.setUint32(this.length + 4, high, true);
    this.length += 8;
  }
}
