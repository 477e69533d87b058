import type { Clock } from "../../model/clock.ts";
import { messageOf } from "../../model/message_of.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import { Registry } from "../../registry/registry.ts";
import { maskSecrets, maskText } from "../config/mask_secrets.ts";
import { Deadline } from "../targets/deadline.ts";
import type { Fetch } from "../targets/guarded_fetch.ts";
import type { TargetGuard } from "../targets/target_guard.ts";
import type { ProbeReport } from "./probe_options.ts";
import type { ProbeContext, ProbeModule } from "./prober.ts";

/** A requested probe. */
export interface Probe {
  readonly target: string;
  readonly name: string;
  readonly module: ProbeModule;
  readonly parameters: URLSearchParams;
  readonly timeoutMs: number;
  readonly fetch: Fetch;
  readonly guard: TargetGuard;
  readonly clock: Clock;
  /** The request; aborted when the client disconnects. */
  readonly client: { readonly signal: AbortSignal };
}

/** The result of a probe, with the families to serve. */
export interface ProbeResult extends ProbeReport {
  readonly families: readonly MetricFamily[];
}

/** Delay before the signal of the client is read: Deno prints a warning the first time it is read. */
const FOLLOW_CLIENT_AFTER_MS = 250;

/** Probes a target. Never rejects: a failure is a result too. Work that is still in progress at the end is aborted. */
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
  registry.gauge({
    name: "probe_timeout_seconds",
    help: "Returns how long the probe may take in seconds",
    unit: "seconds",
  }).set(timeoutMs / 1000);
  const startMs = clock.monotonic();
  const deadline = new Deadline(timeoutMs);
  const followTimer = setTimeout(() => deadline.follow(probe.client.signal), FOLLOW_CLIENT_AFTER_MS);
  const { signal } = deadline;
  lines.add("info", "Beginning probe", { module: name, target, timeout_seconds: timeoutMs / 1000 });
  let isGood = false;
  try {
    isGood = await deadline.bound(examine()) !== false;
    if (!isGood) lines.add("error", "Probe failed: the prober returned false");
  } catch (error) {
    lines.add("error", `Probe failed: ${reasonOf(error)}`);
  }
  const families = await registry.gather({
    signal,
    onError: (error, collector) => lines.add("error", "Collector failed", { collector, error }),
  });
  const seconds = Math.max(0, clock.monotonic() - startMs) / 1000;
  // The gathered families refer to the live gauges, so that these values are served too.
  success.set(Number(isGood));
  duration.set(seconds);
  if (isGood) lines.add("info", "Probe succeeded", { duration_seconds: seconds });
  clearTimeout(followTimer);
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
    if (signal.aborted) {
      return probe.client.signal.aborted ? "the client disconnected" : `timeout of ${timeoutMs} ms exceeded`;
    }
    return messageOf(error);
  }
}

/** Maximum length of a log, in characters, to limit memory. */
const MAX_LENGTH = 100_000;

/** The log of a probe, in the logfmt format: https://brandur.org/logfmt. */
class ProbeLines {
  readonly #clock: Clock;
  #text = "";
  #isFull = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** All lines. */
  get text(): string {
    return this.#text;
  }

  /** Adds a line. */
  add(level: "error" | "info", message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (this.#isFull) return;
    const head = { time: new Date(this.#clock.now()).toISOString(), level, msg: message };
    const masked = maskSecrets({ ...head, ...fields }) as Readonly<Record<string, unknown>>;
    const line = Object.entries(masked).map(([name, value]) => `${name}=${valueText(value)}`).join(" ");
    this.#isFull = this.#text.length + line.length > MAX_LENGTH;
    this.#text += this.#isFull ? 'level=info msg="Log truncated: it is too long"\n' : `${line}\n`;
  }
}

function valueText(value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /^[^\s"=\p{Cc}]+$/u.test(text) ? text : JSON.stringify(maskText(text));
}
