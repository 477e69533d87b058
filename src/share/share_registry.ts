import { type Clock, systemClock } from "../model/clock.ts";
import type { Gatherer } from "../model/collector.ts";
import { findIsolate } from "./find_isolate.ts";
import { ReplicatedRegistry } from "./_replicated_registry.ts";
import type { SharedRegistry, ShareOptions, Sharing } from "./sharing.ts";
import { StoredRegistry } from "./_stored_registry.ts";

/** Without a message for this long, an isolate counts as silent, and its gauges are left out. */
const SILENT_MS = 5000;
/** Without a message for this long, an isolate counts as ended. */
const ENDED_MS = 600_000;

/**
 * Shares a registry with all threads, workers or processes that call this function, too. A scrape of the result has the
 * metrics of all of them, whichever answers it.
 *
 * @example Serve the metrics of all isolates
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { shareRegistry } from "@webprom/exporter/share";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const requests = registry.counter({ name: "app_requests_total", help: "Requests." });
 * requests.inc();
 *
 * await using shared = await shareRegistry(registry);
 * const response = await metricsHandler(shared)(new Request("http://localhost/metrics"));
 * assertStringIncludes(await response.text(), "app_requests_total 1");
 * ```
 *
 * @param gatherer The registry of this isolate
 * @param options Name, transport and times
 * @returns The shared registry, when it is connected
 * @throws {RangeError} If a time is out of range
 */
export async function shareRegistry(gatherer: Gatherer, options: ShareOptions = {}): Promise<SharedRegistry> {
  const { flushSeconds = 1, timeoutMs = 500, name } = options;
  if (!(flushSeconds > 0 && flushSeconds <= 60)) {
    throw new RangeError(`Cannot share registry: flushSeconds must be > 0 and <= 60, current value is ${flushSeconds}`);
  }
  if (!(timeoutMs > 0 && timeoutMs <= 60_000)) {
    throw new RangeError(`Cannot share registry: timeoutMs must be > 0 and <= 60000, current value is ${timeoutMs}`);
  }
  const isolate = findIsolate(name, options.mailbox);
  const { mailbox } = isolate;
  const { label = isolate.label, clock = systemClock } = options;
  const sharing: Sharing = {
    ...options,
    label,
    flushSeconds,
    timeoutMs,
    clock,
    silentMs: Math.max(SILENT_MS, flushSeconds * 3000),
    endedMs: ENDED_MS,
    renew: () => ({ id: newId(clock), process: isolate.process, label }),
  };
  const shared = "post" in mailbox
    ? new ReplicatedRegistry(gatherer, mailbox, sharing, isolate.hasEnded)
    : new StoredRegistry(gatherer, mailbox, sharing);
  await shared.open();
  options.onEvent?.(`Sharing metrics through ${mailbox.name} as "${label}"`);
  return shared;
}

/** Creates an ID; later ones sort after earlier ones. */
function newId({ now }: Clock): string {
  const random = () => Math.floor(Math.random() * 2 ** 32).toString(36);
  return `${Math.floor(now()).toString(36).padStart(9, "0")}-${random()}${random()}`;
}
