import type { EncodeOptions, Encoder, Format } from "../exposition/format.ts";
import { type Negotiated, negotiator } from "../exposition/negotiate.ts";
import type { EscapingScheme } from "../model/escaping.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { type Body, bodyOf, lengthOf } from "./_body.ts";
import { type Choice, chooseCompression, compressBody, type Sendable } from "./_compress_body.ts";
import { InFlight } from "./_in_flight.ts";
import type { Compression } from "./compression.ts";
import { type HandlerOptions, type HandlerSettings, reportError, settingsOf } from "./handler_options.ts";
import { refuseBroken } from "./plain_response.ts";
import { selectFamilies } from "./scrape_request.ts";

/** Maximum number of remembered results. When it is reached, all are forgotten: a server is scraped by a few clients. */
const MAX_RESULTS = 16;

/** Options of {@linkcode respond}. */
export type RespondOptions = Pick<
  HandlerOptions,
  "compressions" | "created" | "formats" | "onError" | "processStartTimeSeconds"
>;

/**
 * Responds to a request with families that are already gathered, in the format and compression that the client asks for.
 *
 * @example Respond with the metrics of one device
 * ```ts
 * import { gaugeFamily, respond } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const families = [gaugeFamily("device_temperature_celsius", "Temperature.", [{ labels: {}, value: 21 }])];
 * const response = await respond(families, new Request("http://localhost/probe"));
 *
 * assertEquals((await response.text()).split("\n").at(-2), "device_temperature_celsius 21");
 * ```
 *
 * @param families What to write
 * @param request Its headers choose the format and the compression
 * @param options Formats and compressions to choose from, and more
 * @returns The response: 200 with the metrics, 500 if they cannot be written, which `onError` reports
 * @throws {RangeError} If an option is out of range
 */
export async function respond(
  families: readonly MetricFamily[],
  request: Request,
  options: RespondOptions = {},
): Promise<Response> {
  const settings = settingsOf(options);
  const inFlight = new InFlight(false, () => {});
  const scrape = { names: undefined, isWhole: false, inFlight, compressions: settings.compressions };
  try {
    return await new Responder(settings).respond(families, request, scrape);
  } catch (error) {
    reportError(settings.onError, error);
    return refuseBroken();
  }
}

/** What is known of a scrape when its families have been gathered. */
export interface GatheredScrape {
  /** Names of the families or samples to write; `undefined` for all. */
  readonly names: ReadonlySet<string> | undefined;
  /** Whether these are all families of the registry. */
  readonly isWhole: boolean;
  /** Held while a body is streamed. */
  readonly inFlight: InFlight;
  /** Compressions to choose from. */
  readonly compressions: readonly Compression[];
}

/** Makes responses to scrapes. Caches encoders and the results of content negotiation. */
export class Responder {
  readonly #settings: HandlerSettings;
  readonly #encoders: Encoders;
  readonly #negotiate: (accept: string | null) => Negotiated;
  readonly #choosers = new WeakMap<readonly Compression[], (acceptEncoding: string | null) => Choice>();

  /** @param settings Formats and compressions to choose from, and more */
  constructor(settings: HandlerSettings) {
    this.#settings = settings;
    this.#encoders = new Encoders(settings.created);
    this.#negotiate = remember(negotiator(settings.formats));
  }

  /** Makes the response to one request. */
  async respond(
    families: readonly MetricFamily[],
    request: Request,
    { names, isWhole, inFlight, compressions }: GatheredScrape,
  ): Promise<Response> {
    const { created, onError } = this.#settings;
    const { format, escaping, contentType } = this.#negotiate(request.headers.get("accept"));
    // Selections are written without an encoder, which would forget the families left out.
    const pieces = names === undefined && isWhole
      ? this.#encoders.of(format, escaping).encode(families)
      : format.encode(selectFamilies(families, names, escaping), { escaping, created });
    const body = bodyOf(pieces, {
      onStart: () => inFlight.hold(),
      onEnd: () => inFlight.release(),
      onError: (error) => reportError(onError, error),
    });
    const sendable = await compressBody(body, this.#chooserOf(compressions)(request.headers.get("accept-encoding")));
    const headers = { ...this.#headersOf(sendable), "content-type": contentType };
    if (request.method !== "HEAD") return responseOf(sendable.body, headers);
    // For a response without a body, runtimes would send a length of 0.
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

/** Makes a response that Workers do not compress again. The other runtimes ignore the option. */
function responseOf(body: Body | null, headers: Readonly<Record<string, string>>): Response {
  const init: ResponseInit & { encodeBody: string } = { headers, encodeBody: "manual" };
  return new Response(body, init);
}

/** Remembers results: scrapers send the same headers each time. */
export function remember<A, R>(compute: (argument: A) => R): (argument: A) => R {
  const results = new Map<A, { readonly value: R }>();
  return function recall(argument) {
    const known = results.get(argument);
    if (known !== undefined) return known.value;
    if (results.size === MAX_RESULTS) results.clear();
    const value = compute(argument);
    results.set(argument, { value });
    return value;
  };
}

/** Limit of memory for all encoders of a handler between scrapes, in bytes. */
const MAX_BYTES = 20 * 2 ** 20;

/** Number of scrapes after which an unused encoder is dropped, because its cache holds references to removed series. */
const MAX_ABSENCE = 50;

interface CachedEncoder {
  readonly format: Format;
  readonly escaping: EscapingScheme;
  readonly encoder: Encoder;
  lastScrape: number;
}

/** The encoders of one handler: one for each format and escaping scheme in use. */
export class Encoders {
  readonly #created: EncodeOptions["created"];
  readonly #maxBytes: number;
  /** The most recently used one comes first. */
  #entries: CachedEncoder[] = [];
  #scrape = 0;

  /**
   * @param created Whether OpenMetrics 1.0 contains `_created` samples
   * @param maxBytes Limit of memory for all encoders together, in bytes; the encoder in use is always kept
   */
  constructor(created: EncodeOptions["created"], maxBytes: number = MAX_BYTES) {
    this.#created = created;
    this.#maxBytes = maxBytes;
  }

  /**
   * Finds or makes the encoder for a scrape. Encoders that have not been used for some time are dropped, and so are the least
   * recently used ones if all together are over the limit.
   */
  of(format: Format, escaping: EscapingScheme): Encoder {
    this.#scrape++;
    const known = this.#entries.find((entry) => entry.format === format && entry.escaping === escaping);
    const entry = known ?? { format, escaping, encoder: this.#make(format, escaping), lastScrape: 0 };
    entry.lastScrape = this.#scrape;
    if (this.#entries.length === 1 && known !== undefined) return entry.encoder;
    const kept = [entry];
    let bytes = entry.encoder.size;
    for (const other of this.#entries) {
      if (other === entry || this.#scrape - other.lastScrape > MAX_ABSENCE) continue;
      bytes += other.encoder.size;
      if (bytes <= this.#maxBytes) kept.push(other);
    }
    this.#entries = kept;
    return entry.encoder;
  }

  #make(format: Format, escaping: EscapingScheme): Encoder {
    const options = { escaping, created: this.#created };
    return format.encoder?.(options) ?? { size: 0, encode: (families) => format.encode(families, options) };
  }
}
