/**
 * Default metrics of Deno, Bun, Node and Cloudflare Workers: process, event loop, garbage collections, heap, version.
 * Importing it has no side effects, needs no permission, and loads no Node modules.
 *
 * @module
 */

export { detectRuntime, type Runtime, type RuntimeGlobals, type RuntimeName } from "./detect_runtime.ts";
export { findProbe } from "./find_probe.ts";
export type {
  GcKind,
  GcWatch,
  HeapReading,
  HeapSpace,
  LoopProbe,
  LoopTimes,
  ProcessReading,
  RuntimeProbe,
} from "./probe.ts";
export { processCollector, type ProcessCollectorOptions } from "./process_collector.ts";
export { type RuntimeCollector, runtimeCollector, type RuntimeCollectorOptions } from "./runtime_collector.ts";
export type { SelectionOptions } from "./_selection.ts";
