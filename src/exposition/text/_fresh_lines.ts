import type { LineWriter } from "./_line_writer.ts";
import { printValue } from "./numbers.ts";

/** Lines as one string: where nothing is kept to be used again, engines are fastest at that. */
export class FreshLines implements LineWriter {
  /** The parts of the point that is written. */
  parts: readonly string[] = [];
  #text = "";

  /** Number of characters. */
  get length(): number {
    return this.#text.length;
  }

  part(index: number): void {
    this.#text += this.parts[index] as string;
  }

  fixed(text: string): void {
    this.#text += text;
  }

  number(value: number): void {
    this.#text += printValue(value);
  }

  text(text: string): void {
    this.#text += text;
  }

  endLine(): void {
    this.#text += "\n";
  }

  /** Takes all that was written. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }
}
