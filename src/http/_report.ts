import type { GatherOptions } from "../model/collector.ts";

/** Tells the hook of an error that is no single collector's. */
export function reportError(onError: GatherOptions["onError"], error: unknown): void {
  try {
    onError?.(error, "gatherer");
  } catch {
    // The hook itself may be what failed: the answer tells that something did.
  }
}
