import { type Negotiated, negotiator } from "../exposition/negotiate.ts";
import type { CollectorSelection, Gatherer } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { type Body, bodyOf, lengthOf } from "./_body.ts";
import { type Choice, chooseCompression } from "./_choose_compression.ts";
import { compressBody, type Sendable } from "./_compress_body.ts";
import { Encoders } from "./_encoders.ts";
import { Flights } from "./_flights.ts";
import { queryOf } from "./_query.ts";
import { refuse, refuseBroken, refuseGone, refuseSelection } from "./_refusals.ts";
import { remember } from "./_remember.ts";
import { reportError } from "./_report.ts";
import { scrapeTimeoutMs } from "./_scrape_timeout.ts";
import { isWhole, selectedCollectors } from "./_select_collectors.ts";
import { selectedNames, selectFamilies } from "./_select_families.ts";
import type { Visit } from "./_traffic.ts";
import type { Compression } from "./compression.ts";
import type { HandlerSettings } from "./handler_options.ts";

/** What is to be served, of which a part may be asked for. */
interface Scraped {
  readonly families: readonly MetricFamily[];
  readonly selection: CollectorSelection;
  readonly parameters: URLSearchParams;
  readonly compressions: readonly Compression[];
}

/** Answers requests for metrics, as many as come. */
export class ScrapeAnswerer {
  readonly #gatherer: Gatherer;
  readonly #settings: HandlerSettings;
  readonly #flights: Flights;
  readonly #encoders: Encoders;
  readonly #negotiate: (accept: string | null) => Negotiated;
  readonly #choosers = new WeakMap<readonly Compression[], (acceptEncoding: string | null) => Choice>();

  constructor(gatherer: Gatherer, settings: HandlerSettings) {
    this.#gatherer = gatherer;
    this.#settings = settings;
    this.#flights = new Flights(gatherer, settings);
    this.#encoders = new Encoders(settings.created);
    this.#negotiate = remember(negotiator(settings.formats));
  }

  /** Answers one request. Rejects only where the error policy is to throw. */
  async answer(
    request: Request,
    visit: Visit,
    compressions: readonly Compression[] = this.#settings.compressions,
  ): Promise<Response> {
    const refusal = refuse(request);
    if (refusal !== undefined) return refusal;
    const { errorPolicy, timeoutOffsetSeconds } = this.#settings;
    const parameters = queryOf(request.url);
    const selection = selectedCollectors(parameters, this.#gatherer);
    if ("problem" in selection) return refuseSelection(selection.problem);
    const timeout = request.headers.get("x-prometheus-scrape-timeout-seconds");
    const gathered = await this.#flights.gather(request, scrapeTimeoutMs(timeout, timeoutOffsetSeconds), selection);
    if (gathered === undefined) return refuseGone();
    const { families, failures } = gathered;
    if (errorPolicy === "throw" && failures.length > 0) throw oneOf(failures);
    if (families === undefined || errorPolicy === "fail" && failures.length > 0) return refuseBroken();
    try {
      return await this.#serve({ families, selection, parameters, compressions }, request, visit);
    } catch (error) {
      reportError(this.#settings.onError, error);
      if (errorPolicy === "throw") throw error;
      return refuseBroken();
    }
  }

  async #serve(scraped: Scraped, request: Request, visit: Visit): Promise<Response> {
    const { families, selection, parameters, compressions } = scraped;
    const { created, onError } = this.#settings;
    const { format, escaping, contentType } = this.#negotiate(request.headers.get("accept"));
    const names = selectedNames(parameters);
    // Selections are written without an encoder, which would forget the families left out.
    const pieces = names === undefined && isWhole(selection)
      ? this.#encoders.of(format, escaping).encode(families)
      : format.encode(selectFamilies(families, names, escaping), { escaping, created });
    const body = bodyOf(pieces, {
      onStart: () => visit.hold(),
      onEnd: () => visit.release(),
      onError: (error) => reportError(onError, error),
    });
    const sendable = await compressBody(body, this.#chooserOf(compressions)(request.headers.get("accept-encoding")));
    const headers = { ...this.#headersOf(sendable), "content-type": contentType };
    if (request.method !== "HEAD") return responseOf(sendable.body, headers);
    // Runtimes would tell a length of 0 for no body.
    return responseOf(null, { ...headers, "content-length": String(await lengthOf(sendable.body)) });
  }

  #chooserOf(compressions: readonly Compression[]): (acceptEncoding: string | null) => Choice {
    let choose = this.#choosers.get(compressions);
    if (choose === undefined) {
      choose = remember((acceptEncoding) => chooseCompression(acceptEncoding, compressions));
      this.#choosers.set(compressions, choose);
    }
    return choose;
  }

  #headersOf({ body, encoding }: Sendable): Record<string, string> {
    const { processStartTimeSeconds: start } = this.#settings;
    return {
      "cache-control": "no-store",
      "vary": "Accept, Accept-Encoding",
      ...encoding !== undefined && { "content-encoding": encoding },
      ...body instanceof Uint8Array && { "content-length": String(body.length) },
      ...start !== undefined && { "process-start-time-unix": String(Math.floor(start)) },
    };
  }
}

/** Makes a response that nobody compresses again: Workers would. The other runtimes ignore what they do not know. */
function responseOf(body: Body | null, headers: Readonly<Record<string, string>>): Response {
  const init: ResponseInit & { encodeBody: string } = { headers, encodeBody: "manual" };
  return new Response(body, init);
}

function oneOf(failures: readonly unknown[]): unknown {
  if (failures.length === 1) return failures[0];
  return new AggregateError(failures, `Cannot gather metrics: ${failures.length} collectors failed`);
}
