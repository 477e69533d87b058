import type { MetricFamily } from "../model/metric_family.ts";
import { LINE_FEED } from "./characters.ts";
import type { LineScanner } from "./line_scanner.ts";

/** Input of a text parser. */
export type TextInput = string | Uint8Array | ReadableStream<Uint8Array>;

/** Parser of a line-based format. */
export interface LineFormat {
  readonly scanner: LineScanner;
  /** Parses all lines that the scanner has loaded. */
  readLines(): void;
  /** Ends the input and returns the families. */
  end(): MetricFamily[];
}

/**
 * Passes the whole input to a parser, in whole lines of well-formed text.
 *
 * @param input Text, bytes, or a stream of bytes
 * @param format The parser
 * @returns The families; a promise of them if the input is a stream
 */
export function readInput(input: TextInput, format: LineFormat): MetricFamily[] | Promise<MetricFamily[]> {
  if (typeof input === "string") return readString(input, format);
  const reader = new ByteReader(format);
  if (!(input instanceof Uint8Array)) return readStream(input, reader);
  reader.push(input);
  return reader.end();
}

function readString(text: string, format: LineFormat): MetricFamily[] {
  const { scanner } = format;
  if (text.length > scanner.limits.maxBytes) throw scanner.errorIn("", scanner.limits.problem("maxBytes"), 0, 1);
  const wrong = text.isWellFormed() ? -1 : text.search(/\p{Surrogate}/u);
  const lineStart = wrong < 0 ? text.length : text.lastIndexOf("\n", wrong) + 1;
  scanner.load(wrong < 0 ? text : text.slice(0, lineStart));
  format.readLines();
  if (wrong < 0) return format.end();
  throw notUnicode(scanner, text.slice(lineStart).split("\n", 1)[0] as string, wrong - lineStart);
}

/** Parser that takes its input in pieces. */
export interface ByteTaker {
  /** Parses more bytes. */
  push(bytes: Uint8Array): void;
  /** Ends the input and returns the families. */
  end(): MetricFamily[];
}

/** Passes a stream to a parser until it ends; cancels the stream if the input is invalid. */
export async function readStream(stream: ReadableStream<Uint8Array>, bytes: ByteTaker): Promise<MetricFamily[]> {
  const reader = stream.getReader();
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      if (value !== undefined) bytes.push(value);
    }
    return bytes.end();
  } catch (error) {
    await reader.cancel(error).catch(() => {});
    throw error;
  }
}

class ByteReader {
  readonly #format: LineFormat;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #lines = new ByteLines((lines) => this.#read(lines));
  #length = 0;

  constructor(format: LineFormat) {
    this.#format = format;
  }

  push(bytes: Uint8Array): void {
    const { scanner } = this.#format;
    this.#length += bytes.length;
    if (this.#length > scanner.limits.maxBytes) {
      throw scanner.errorIn("", scanner.limits.problem("maxBytes"), 0, scanner.line + 1);
    }
    this.#lines.push(bytes);
  }

  end(): MetricFamily[] {
    this.#lines.end();
    return this.#format.end();
  }

  #read(lines: Uint8Array): void {
    const text = this.#decode(lines);
    if (text === undefined) return this.#readOneByOne(lines);
    this.#format.scanner.load(text);
    this.#format.readLines();
  }

  /** Finds the line that is not UTF-8. The lines before it are parsed, because they may be invalid, too. */
  #readOneByOne(lines: Uint8Array): void {
    const { scanner } = this.#format;
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(10, start) + 1;
      const line = lines.subarray(start, end === 0 ? lines.length : end);
      const text = this.#decode(line);
      if (text === undefined) {
        const shown = new TextDecoder("utf-8", { ignoreBOM: true }).decode(line).replace(/\n$/, "");
        throw notUnicode(scanner, shown, this.#validPart(line).length);
      }
      scanner.load(text);
      this.#format.readLines();
      start += line.length;
    }
  }

  /** Returns the longest beginning of the line that is UTF-8. */
  #validPart(line: Uint8Array): string {
    let [valid, invalid] = [0, line.length];
    while (invalid - valid > 1) {
      const middle = (valid + invalid) >> 1;
      if (this.#decodePart(line.subarray(0, middle)) === undefined) invalid = middle;
      else valid = middle;
    }
    return this.#decodePart(line.subarray(0, valid)) ?? "";
  }

  /** Decodes text whose last character may be incomplete. */
  #decodePart(bytes: Uint8Array): string | undefined {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    } catch {
      return undefined;
    }
  }

  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }
}

function notUnicode(scanner: LineScanner, lineText: string, offset: number): Error {
  return scanner.errorIn(lineText, "text is not UTF-8", offset, scanner.line + 1);
}

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
