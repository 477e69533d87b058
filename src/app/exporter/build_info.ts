import type { InfoOptions } from "../../metrics/info.ts";
import { detectRuntime } from "../../runtime/detect_runtime.ts";

/** Which build of a program this is. What is left out is exposed as the empty text. */
export interface Build {
  /** Version, such as `1.2.3`. */
  readonly version?: string | undefined;
  /** Revision of the source, such as a commit. */
  readonly revision?: string | undefined;
  /** Branch of the source. */
  readonly branch?: string | undefined;
}

/**
 * Describes the metric that tells which build of a program runs, and on what; as exporters in Go have it, with Go's place
 * taken by the runtime.
 *
 * @param name Name of the program
 * @param build Which build it is
 * @returns What to make an info of
 */
export function buildInfo(name: string, { version = "", revision = "", branch = "" }: Build): InfoOptions {
  const runtime = detectRuntime();
  return {
    name: `${name}_build_info`,
    help: `Which build of ${name} runs, and on what.`,
    labels: { version, revision, branch, runtime: runtime?.name ?? "", runtimeversion: runtime?.version ?? "" },
  };
}
