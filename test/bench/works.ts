import type { labelsAt } from "./data.ts";

/** What is timed, by name: sets up, and returns a loop that does the work so many times. */
export type Works = Readonly<Record<string, () => (times: number) => void>>;

/** What is weighed, by name: sets up, and returns what makes one series. */
export type Weights = Readonly<Record<string, () => (labels: ReturnType<typeof labelsAt>) => void>>;

/** Formats that are scraped. */
export type FormatWord = "text" | "openmetrics" | "protobuf";

/** A registry that is scraped. */
export interface Scraped {
  /** Moves values on. */
  change(): void;
  /** Gathers and encodes, and returns the number of bytes. */
  encode(): Promise<number>;
  /** Answers a scrape. */
  handle(request: Request): Promise<Response>;
}
