import { expose } from "../../exposition/expose.ts";
import { type HandlerOptions, settingsOf } from "../../http/handler_options.ts";
import { plainResponse, refuse } from "../../http/plain_response.ts";
import { respond } from "../../http/respond.ts";
import { scrapeTimeoutMs } from "../../http/scrape_request.ts";
import { messageOf } from "../../model/message_of.ts";
import { MAX_TIMER_MS } from "../../model/timer.ts";
import { maskSecrets } from "../config/mask_secrets.ts";
import type { Host } from "../exporter/host.ts";
import { type Fetch, guardedFetch, type GuardedFetchOptions } from "../targets/guarded_fetch.ts";
import type { Network } from "../targets/network.ts";
import { TargetGuard } from "../targets/target_guard.ts";
import { hostRuleOf } from "../targets/target_rule.ts";
import { type Probe, type ProbeResult, runProbe } from "./_run_probe.ts";
import type { ProbeSettings } from "./probe_options.ts";
import type { ProbeModule } from "./prober.ts";

/** Timeout of a probe, unless Prometheus or the module sets a shorter one. */
const DEFAULT_TIMEOUT_MS = 120_000;

/** An invalid request for a probe, and the status to respond with. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The rules for a target, and a `fetch` that applies them. */
interface Access {
  readonly fetch: Fetch;
  readonly guard: TargetGuard;
}

/** The rules for all targets, for one network. */
interface Accesses {
  /** Rules for the listed targets, by target. */
  readonly listed: ReadonlyMap<string, Access>;
  readonly others: Access;
}

/** Callbacks for counters. */
export interface ProbeCounters {
  /** Called for a request with an unknown module. */
  readonly onUnknownModule: () => void;
}

/** Handles a request, with the network and the compressions of the host. */
export type ProbeRoute = (request: Request, host?: Host) => Promise<Response>;

/**
 * Creates the handler for probes: `?target=…&module=…`, with `debug=true` for a report instead of metrics.
 *
 * @param settings Modules, targets, rules
 * @param options How to serve the metrics
 * @param counters Callbacks for counters
 * @returns The handler
 */
export function probeHandler(
  settings: ProbeSettings,
  options: HandlerOptions,
  { onUnknownModule }: ProbeCounters,
): ProbeRoute {
  const { modules, defaultModule, maxProbesInFlight, onProbe } = settings;
  const { clock, timeoutOffsetSeconds } = settingsOf(options);
  const own = accessesOf(settings);
  const byNetwork = new WeakMap<Partial<Network>, Accesses>();
  let inFlight = 0;

  return async function handleProbe(request, host) {
    const refusal = refuse(request);
    if (refusal !== undefined) return refusal;
    if (inFlight >= maxProbesInFlight) {
      return plainResponse(503, `Too many probes in progress, the maximum is ${maxProbesInFlight}, try again later`);
    }
    inFlight++;
    try {
      const probe = readProbe(request, accessesOn(host));
      const result = await runProbe(probe);
      report(result);
      return await answer(result, probe, request, host);
    } catch (error) {
      if (error instanceof Refusal) return plainResponse(error.status, error.message);
      throw error;
    } finally {
      inFlight--;
    }
  };

  function readProbe(request: Request, { listed, others }: Accesses): Probe {
    const parameters = new URL(request.url).searchParams;
    const [target = "", ...more] = parameters.getAll("target");
    if (target === "") throw new Refusal(400, "Target parameter is missing");
    if (more.length > 0) throw new Refusal(400, "Target parameter must be given once");
    const name = parameters.get("module") || defaultModule;
    const module = Object.hasOwn(modules, name) ? modules[name] : undefined;
    if (module === undefined) {
      onUnknownModule();
      throw new Refusal(400, `Unknown module ${JSON.stringify(name.slice(0, 100))}`);
    }
    const access = listed.get(target) ?? others;
    if (access === others) inspect(target, access);
    const header = request.headers.get("x-prometheus-scrape-timeout-seconds");
    const timeoutMs = Math.min(timeoutOf(header), module.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    return { target, name, module, parameters, timeoutMs, ...access, clock, client: request };
  }

  /** Creates the rules once per network; all requests of a server have the same network. */
  function accessesOn(host: Host | undefined): Accesses {
    const network = settings.network ?? host?.network;
    if (network === undefined || network === settings.network) return own;
    const known = byNetwork.get(network) ?? accessesOf({ ...settings, network });
    byNetwork.set(network, known);
    return known;
  }

  function inspect(target: string, { guard }: Access): void {
    try {
      guard.inspect(target);
    } catch (error) {
      throw new Refusal(403, messageOf(error));
    }
  }

  function timeoutOf(header: string | null): number {
    if (header !== null && header.trim() !== "" && Number.isNaN(Number(header))) {
      const shown = JSON.stringify(header.slice(0, 100));
      throw new Refusal(500, `Failed to parse timeout from Prometheus header: ${shown} is not a number`);
    }
    return scrapeTimeoutMs(header, timeoutOffsetSeconds);
  }

  function report({ families: _, ...probeReport }: ProbeResult): void {
    try {
      onProbe?.(probeReport);
    } catch {
      // An error while logging does not change the result.
    }
  }

  async function answer(result: ProbeResult, probe: Probe, request: Request, host?: Host): Promise<Response> {
    const { module, parameters } = probe;
    if (parameters.get("debug") === "true") return plainResponse(200, await debugReport(result, module));
    return await respond(result.families, request, {
      ...options,
      compressions: options.compressions ?? host?.compressions,
    });
  }
}

function accessesOf(settings: ProbeSettings): Accesses {
  const listed = new Map(settings.targets.map(({ target }) => [target, accessOf(allowAlso(settings, target))]));
  return { listed, others: accessOf(settings) };
}

function accessOf(options: GuardedFetchOptions): Access {
  // The probe has its own timeout.
  const fetch = guardedFetch({ ...options, timeoutMs: MAX_TIMER_MS });
  return { fetch, guard: new TargetGuard(options) };
}

/** Allows scheme, host and port of a listed target. The addresses that its host resolves to are still checked. */
function allowAlso(settings: ProbeSettings, target: string): GuardedFetchOptions {
  const rule = hostRuleOf(target);
  const { allow = ["*"] } = settings;
  return { ...settings, allow: rule === undefined ? allow : [...allow, rule] };
}

/** Formats log, metrics and configuration of a probe like blackbox_exporter. */
async function debugReport(result: ProbeResult, module: ProbeModule): Promise<string> {
  const metrics = await expose({ gather: () => Promise.resolve(result.families) });
  const { config = { ...module } } = module;
  const sections = {
    "Logs for the probe": result.log,
    "Metrics that would have been returned": metrics,
    "Module configuration": JSON.stringify(maskSecrets(config), null, 2),
  };
  return Object.entries(sections).map(([title, text]) => `${title}:\n${text}`).join("\n\n\n");
}
