import type { PageNumber } from "./_answers.ts";

/** Writes a number so that JSON can carry it; `Number()` reads it. */
export function pageNumber(value: number): PageNumber {
  return Number.isFinite(value) ? value : String(value) as PageNumber;
}
