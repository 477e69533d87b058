import type { InfoOptions } from "../../metrics/info.ts";
import { detectRuntime } from "../../runtime/detect_runtime.ts";

/** Build of a program. Missing fields are exposed as empty label values. */
export interface Build {
  /** Version, such as `1.2.3`. */
  readonly version?: string | undefined;
  /** Revision of the source, such as a commit. */
  readonly revision?: string | undefined;
  /** Branch of the source. */
  readonly branch?: string | undefined;
}

/**
 * Defines the metric `<name>_build_info`, like that of exporters in Go, with the JavaScript runtime in place of the Go version.
 *
 * @param name Name of the program
 * @param build Its build
 * @returns Options of the info metric
 */
export function buildInfo(name: string, { version = "", revision = "", branch = "" }: Build): InfoOptions {
  const runtime = detectRuntime();
  return {
    name: `${name}_build_info`,
    help: `Version, revision and branch that ${name} was built from, and its runtime.`,
    labels: { version, revision, branch, runtime: runtime?.name ?? "", runtimeversion: runtime?.version ?? "" },
  };
}
