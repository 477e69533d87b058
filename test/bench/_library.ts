/** Processes that are measured, one for each library. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import process from "node:process";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** How each runtime runs a file with a garbage collector at hand. */
export const RUNTIMES: Readonly<Record<string, readonly string[]>> = {
  node: ["npx", "-y", "node@26.10.0", "--expose-gc", "--no-warnings"],
  deno: [process.execPath, "run", "-A", "--v8-flags=--expose-gc"],
  bun: [`${ROOT}node_modules/.bin/bun`, "--expose-gc"],
};

/** A process that answers orders with numbers. */
export interface Library {
  /**
   * Gives an order.
   *
   * @param order A line
   * @returns The answer; `null` if the library has no such thing
   */
  ask(order: string): Promise<number | null>;
  /** Ends the process. */
  end(): void;
}

/** Starts a process. */
export function start(runtime: string, file: string, ...args: readonly string[]): Library {
  const [program = "", ...options] = RUNTIMES[runtime] ?? [];
  const child = spawn(program, [...options, HERE + file, ...args], { cwd: HERE, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function ask(order: string): Promise<number | null> {
    child.stdin.write(`${order}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`Cannot measure "${order}" of ${args.join(" ")}: the process ended`);
    return JSON.parse(value);
  }
  return { ask, end: () => void child.stdin.end() };
}

/** Returns the value in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? NaN;
}

/** A table in Markdown; all columns but the first are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map((_, i) => i === 0 ? "---" : "---:"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Prints a figure with its unit. */
export function figure(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return "–";
  return `${Math.abs(value) < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** Prints how many times as much another library takes. */
export function ratio(own: number | null | undefined, other: number | null | undefined): string {
  return own && other ? `${(other / own).toFixed(1)}×` : "–";
}
