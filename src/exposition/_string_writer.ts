import { printValue } from "./_numbers.ts";
import type { Writer } from "./_writer.ts";

/** A body in the making as one string: where nothing is kept to be repeated, engines are fastest at that. */
export class StringWriter implements Writer {
  #text = "";

  /** Number of characters. */
  get length(): number {
    return this.#text.length;
  }

  byte(code: number): void {
    this.#text += String.fromCharCode(code);
  }

  text(text: string): void {
    this.#text += text;
  }

  number(value: number): void {
    this.#text += printValue(value);
  }

  /** Moves all text to the end of a body. */
  moveTo(body: Writer): void {
    body.text(this.#text);
    this.#text = "";
  }
}
