import type { labelsAt } from "./data.ts";

/** What is timed, by name: sets up, and returns a loop that does the work so many times. */
export type Works = Readonly<Record<string, () => (times: number) => void>>;

/** What is weighed, by name: sets up, and returns what makes one series. */
export type Weights = Readonly<Record<string, () => (labels: ReturnType<typeof labelsAt>) => void>>;
