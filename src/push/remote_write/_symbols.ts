import { ProtobufWriter } from "../../exposition/protobuf/writer.ts";
import { REQUEST } from "./_schema.ts";

/** Texts of one sender, numbered once, with their bytes. The empty text has the number 0. */
export class Symbols {
  readonly #numbers = new Map<string, number>([["", 0]]);
  readonly #texts: string[] = [""];
  readonly #bytes = new ProtobufWriter(4096);
  #ends = new Int32Array(1024);
  #count = 1;

  constructor() {
    this.#bytes.string(REQUEST.symbols, "");
    this.#ends[0] = this.#bytes.length;
  }

  /** Number of texts. */
  get count(): number {
    return this.#count;
  }

  /** Memory of the texts, in bytes. */
  get size(): number {
    return this.#bytes.length;
  }

  /** Returns the number of a text. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#count++;
    this.#numbers.set(text, number);
    this.#texts.push(text);
    this.#bytes.string(REQUEST.symbols, text);
    if (number === this.#ends.length) {
      const ends = new Int32Array(number * 2);
      ends.set(this.#ends);
      this.#ends = ends;
    }
    this.#ends[number] = this.#bytes.length;
    return number;
  }

  /** Returns the text with a number. */
  textOf(number: number): string {
    return this.#texts[number] ?? "";
  }

  /** Writes a text as an element of the table of a request. */
  write(out: ProtobufWriter, number: number): void {
    const start = number === 0 ? 0 : this.#ends[number - 1] as number;
    const end = this.#ends[number] as number;
    out.reserve(end - start);
    out.copy(this.#bytes, start, end);
  }
}

/** The table of one request: its own numbers of the symbols that it uses. */
export class SymbolTable {
  readonly #symbols: Symbols;
  readonly #out = new ProtobufWriter(4096);
  /** For each symbol, its number in the request in the lower bits, and the request in the upper ones. */
  #local = new Float64Array(1024);
  #request = 0;
  #count = 0;

  constructor(symbols: Symbols) {
    this.#symbols = symbols;
    this.#begin();
  }

  /** Bytes of the table so far. */
  get length(): number {
    return this.#out.length;
  }

  /** Returns the number of a symbol in this request. */
  numberOf(symbol: number): number {
    const local = (this.#local[symbol] ?? 0) - this.#request;
    return local > 0 && local < RANGE ? local - 1 : this.#add(symbol);
  }

  /** Appends the table to a request, and begins the next one. */
  take(out: ProtobufWriter): void {
    out.append(this.#out.bytes.subarray(0, this.#out.length));
    this.#begin();
  }

  #begin(): void {
    this.#out.length = 0;
    this.#request += RANGE;
    this.#count = 0;
    this.numberOf(0);
  }

  #add(symbol: number): number {
    if (symbol >= this.#local.length) {
      const local = new Float64Array(Math.max(symbol + 1, this.#local.length * 2));
      local.set(this.#local);
      this.#local = local;
    }
    const number = this.#count++;
    this.#local[symbol] = this.#request + number + 1;
    this.#symbols.write(this.#out, symbol);
    return number;
  }
}

/** More symbols than a request can have. */
const RANGE = 2 ** 26;
