import { toNumber } from "../model/numbers.ts";
import { quote } from "../model/quote.ts";
import type { Cell } from "./cell.ts";
import type { GivenLabels } from "./_label_tree.ts";
import type { Series } from "./_series_table.ts";

/** Result of a `read` callback: a number, or with label names a number for each label set. */
export type Reading<T> = [keyof T] extends [never] ? number | bigint
  : Iterable<readonly [labels: T, value: number | bigint]>;

/** Callback that reads values on every scrape. It may be async. */
export type Read<T> = () => Reading<T> | Promise<Reading<T>>;

/**
 * Reads values into the series of an instrument. Series without a value are removed.
 *
 * @param read The callback
 * @param series Series of the instrument
 * @param write Writes a value to the series with these labels, which it finds or creates
 * @returns A promise if the callback is async
 * @throws {TypeError} If a value is not a number
 */
export function readInto<T, C extends Cell>(
  read: Read<T>,
  series: Series<C>,
  write: (labels: GivenLabels, value: number) => C,
): void | Promise<void> {
  function take(reading: unknown): void {
    const readings = typeof reading === "object" && reading !== null
      ? [...reading as Iterable<readonly [GivenLabels, unknown]>]
      : [[{}, reading] as const];
    const cells = new Set<C>();
    for (const [labels, value] of readings) {
      const number = toNumber(value);
      if (typeof number !== "number") {
        throw new TypeError(
          `Cannot read ${series.definition.type} "${series.definition.name}": value must be a number, current value is ${
            quote(value)
          }`,
        );
      }
      cells.add(write(labels, number));
    }
    series.retain(cells);
  }
  const reading = read();
  if (reading instanceof Promise) return reading.then(take);
  take(reading);
}
