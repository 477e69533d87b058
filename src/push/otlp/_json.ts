import { ByteWriter, PIECE } from "../../exposition/byte_writer.ts";
import type { Bytes } from "../../model/bytes.ts";
import type { OtlpField, OtlpWriter } from "./_schema.ts";

/**
 * Writes a request as JSON: integers of 64 bits are strings, and IDs are hexadecimal.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export class OtlpJsonWriter implements OtlpWriter {
  readonly #bytes = new ByteWriter(PIECE);
  /** The end of the request, which is not yet in the bytes: one long text would take far longer. */
  #text = "{";
  /** What comes before the next field or entry. */
  #comma = "";

  begin(field: OtlpField<"list" | "message">): void {
    this.#text += field.kind === "list" ? `${this.#comma}{` : `${this.#comma}"${field.key}":{`;
    this.#comma = "";
  }

  end(): void {
    this.#text += "}";
    this.#comma = ",";
    if (this.#text.length >= PIECE) this.#flush();
  }

  beginList(field: OtlpField<"list">): void {
    this.#text += `${this.#comma}"${field.key}":[`;
    this.#comma = "";
  }

  endList(): void {
    this.#text += "]";
    this.#comma = ",";
  }

  string(field: OtlpField<"string">, text: string): void {
    this.#add(field, JSON.stringify(text.toWellFormed()));
  }

  hex(field: OtlpField<"bytes">, digits: string): void {
    this.#add(field, `"${digits.toLowerCase()}"`);
  }

  bool(field: OtlpField<"bool">, value: boolean): void {
    this.#add(field, String(value));
  }

  double(field: OtlpField<"double">, value: number): void {
    this.#add(field, printDouble(value));
  }

  doubles(field: OtlpField<"doubles">, values: ArrayLike<number>): void {
    this.#add(field, `[${Array.from(values, printDouble).join()}]`);
  }

  fixed(field: OtlpField<"fixed">, value: number): void {
    this.#add(field, printWhole(value));
  }

  fixeds(field: OtlpField<"fixeds">, values: ArrayLike<number>): void {
    this.#add(field, `[${Array.from(values, printWhole).join()}]`);
  }

  nanos(field: OtlpField<"fixed">, timeMs: number): void {
    const wholeMs = Math.floor(timeMs);
    const rest = String(Math.floor((timeMs - wholeMs) * 1e6)).padStart(6, "0");
    this.#add(field, wholeMs === 0 ? `"${Number(rest)}"` : `"${wholeMs}${rest}"`);
  }

  int(field: OtlpField<"int">, value: number): void {
    this.#add(field, printWhole(value));
  }

  sint(field: OtlpField<"sint">, value: number): void {
    this.#add(field, String(value));
  }

  uint(field: OtlpField<"uint">, value: number): void {
    this.#add(field, String(value));
  }

  uints(field: OtlpField<"uints">, values: ArrayLike<number>): void {
    this.#add(field, `[${Array.from(values, printWhole).join()}]`);
  }

  take(): Bytes {
    this.#text += "}";
    this.#flush();
    this.#text = "{";
    this.#comma = "";
    return this.#bytes.take();
  }

  #flush(): void {
    this.#bytes.text(this.#text);
    this.#text = "";
  }

  #add(field: OtlpField, value: string): void {
    this.#text += `${this.#comma}"${field.key}":${value}`;
    this.#comma = ",";
  }
}

/** JSON has no infinite numbers and no NaN; protobuf writes them as strings. */
function printDouble(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  return value > 0 ? '"Infinity"' : value < 0 ? '"-Infinity"' : '"NaN"';
}

/** An integer of 64 bits. */
function printWhole(value: number): string {
  return `"${Number.isSafeInteger(value) ? value : BigInt(Math.min(value, 2 ** 64 - 2 ** 11))}"`;
}
