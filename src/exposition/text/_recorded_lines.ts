import { FreshLines } from "./_fresh_lines.ts";

/** What a point is written of. */
export const Op = { fixed: 1, number: 2, text: 3, part: 4 } as const;

/** Adds an operation to the shape of a point: two points of the same shape have the same lines, with other values. */
export function shapeWith(shape: number, op: number): number {
  return Math.imul(shape ^ op, 0x01000193);
}

/** Lines that remember where what changes stands in them: those are their slots. */
export class RecordedLines extends FreshLines {
  /** Where each slot begins, in characters. */
  readonly starts: number[] = [];
  /** Where each slot ends. */
  readonly ends: number[] = [];
  /** The number in each slot, NaN where it holds text. */
  readonly values: number[] = [];
  /** What the last point is written of. */
  shape = 0;

  override part(index: number): void {
    this.shape = shapeWith(this.shape, Op.part + index);
    super.part(index);
  }

  override fixed(text: string): void {
    this.shape = shapeWith(this.shape, Op.fixed);
    super.fixed(text);
  }

  override number(value: number): void {
    this.shape = shapeWith(this.shape, Op.number);
    this.starts.push(this.length);
    super.number(value);
    this.#endSlot(value);
  }

  override text(text: string): void {
    this.shape = shapeWith(this.shape, Op.text);
    this.starts.push(this.length);
    super.text(text);
    this.#endSlot(NaN);
  }

  #endSlot(value: number): void {
    this.ends.push(this.length);
    this.values.push(value);
  }
}
