import { FreshLines } from "./_fresh_lines.ts";

/** Lines that remember where what changes stands in them: those are their slots. */
export class RecordedLines extends FreshLines {
  /** Where each slot begins, in characters. */
  readonly starts: number[] = [];
  /** Where each slot ends. */
  readonly ends: number[] = [];
  /** The number in each slot, NaN where it holds text. */
  readonly values: number[] = [];

  override number(value: number): void {
    this.starts.push(this.length);
    super.number(value);
    this.#endSlot(value);
  }

  override text(text: string): void {
    this.starts.push(this.length);
    super.text(text);
    this.#endSlot(NaN);
  }

  #endSlot(value: number): void {
    this.ends.push(this.length);
    this.values.push(value);
  }
}
