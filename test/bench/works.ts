import type { labelsAt } from "./data.ts";

/** What is timed, by name: sets up, and returns a loop that does the work so many times. */
export type Works = Readonly<Record<string, () => (times: number) => void>>;

/** What is weighed, by name: sets up, and returns what makes one series. */
export type Weights = Readonly<Record<string, () => (labels: ReturnType<typeof labelsAt>) => void>>;

/** What is scraped, by name: makes a registry, and returns how to change every value and how to write them all. */
export type Scrapes = Readonly<Record<string, () => Scrape>>;

/** A registry to be scraped. */
export interface Scrape {
  /** Changes every value: half of them become whole numbers, half of them fractions. */
  change(): void;
  /** Writes the body, as bytes, and returns its length. */
  write(): Promise<number>;
}
