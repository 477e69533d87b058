import type { Clock } from "../../model/clock.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import { Registry } from "../../registry/registry.ts";
import { Deadline } from "../targets/deadline.ts";
import type { Fetch } from "../targets/guarded_fetch.ts";
import type { TargetGuard } from "../targets/target_guard.ts";
import { ProbeLines } from "./_probe_log.ts";
import type { ProbeReport } from "./probe_options.ts";
import type { ProbeContext, ProbeModule } from "./prober.ts";

/** One probe that is asked for. */
export interface Probe {
  readonly target: string;
  readonly name: string;
  readonly module: ProbeModule;
  readonly parameters: URLSearchParams;
  readonly timeoutMs: number;
  readonly fetch: Fetch;
  readonly guard: TargetGuard;
  readonly clock: Clock;
  /** Whoever waits for it. */
  readonly client: { readonly signal: AbortSignal };
}

/** What came of it, and what is to be served. */
export interface ProbeResult extends ProbeReport {
  readonly families: readonly MetricFamily[];
}

/** How long a probe may last before the signal of its client is read: Deno prints a warning, once, where it is read. */
const PATIENCE_MS = 250;

/** Probes a target. Never rejects: a failure is a result, and what is left undone ends with it. */
export async function runProbe(probe: Probe): Promise<ProbeResult> {
  const { target, name, module, timeoutMs, clock } = probe;
  const lines = new ProbeLines(clock);
  const registry = new Registry({ clock });
  const success = registry.gauge({
    name: "probe_success",
    help: "Displays whether or not the probe was a success",
  });
  const duration = registry.gauge({
    name: "probe_duration_seconds",
    help: "Returns how long the probe took to complete in seconds",
    unit: "seconds",
  });
  const startMs = clock.monotonic();
  const deadline = new Deadline(timeoutMs);
  const patience = setTimeout(() => deadline.follow(probe.client.signal), PATIENCE_MS);
  const { signal } = deadline;
  lines.add("info", "Beginning probe", { module: name, target, timeout_seconds: timeoutMs / 1000 });
  let isGood = false;
  try {
    isGood = await deadline.bound(examine()) !== false;
    if (!isGood) lines.add("error", "Probe failed: the target is not as it should be");
  } catch (error) {
    lines.add("error", `Probe failed: ${reasonOf(error)}`);
  }
  const families = await registry.gather({
    signal,
    onError: (error, collector) => lines.add("error", "Collector failed", { collector, error }),
  });
  const seconds = Math.max(0, clock.monotonic() - startMs) / 1000;
  // The families hold the gauges themselves.
  success.set(Number(isGood));
  duration.set(seconds);
  if (isGood) lines.add("info", "Probe succeeded", { duration_seconds: seconds });
  clearTimeout(patience);
  deadline.cancel(new DOMException("The probe is over", "AbortError"));
  registry[Symbol.dispose]();
  return { target, module: name, success: isGood, seconds, log: lines.text, families };

  async function examine(): Promise<boolean | void> {
    const log: ProbeContext["log"] = (message, fields) => lines.add("info", message, fields);
    const { parameters, guard } = probe;
    return await module.probe(target, { registry, signal, fetch, guard, log, parameters });
  }
  function fetch(input: Parameters<Fetch>[0], init: RequestInit = {}): Promise<Response> {
    const own = init.signal ?? (input instanceof Request ? input.signal : undefined);
    return probe.fetch(input, { ...init, signal: own ? AbortSignal.any([own, signal]) : signal });
  }
  function reasonOf(error: unknown): string {
    if (signal.aborted) return probe.client.signal.aborted ? "the client has gone away" : "its time is up";
    return error instanceof Error ? error.message : String(error);
  }
}
