import type { GatherOptions } from "../model/collector.ts";

/** Calls the hook with an error that is not of a single collector. */
export function reportError(onError: GatherOptions["onError"], error: unknown): void {
  try {
    onError?.(error, "gatherer");
  } catch {
    // The hook itself may have failed. The response shows that there was an error.
  }
}
