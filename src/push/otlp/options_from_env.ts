import { messageOf } from "../../model/message_of.ts";
import { quote } from "../../model/quote.ts";
import type { OtlpOptions } from "./otlp_sender.ts";

/** Variables of the environment. */
type Env = Readonly<Record<string, string | undefined>>;

const DEFAULT_ENDPOINT = "http://localhost:4318";

const PROTOCOLS = { "http/protobuf": "protobuf", "http/json": "json" } as const;
const COMPRESSIONS = { gzip: "gzip", none: "none" } as const;
/** In a registry, totals need less memory than differences. */
const TEMPORALITIES = { cumulative: "cumulative", delta: "delta", lowmemory: "cumulative" } as const;

/**
 * Reads options from the standard environment variables of OpenTelemetry. Where there are two, the one with `METRICS` in its
 * name is used. An empty variable is the same as none.
 *
 * | Variable | Option |
 * | --- | --- |
 * | `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT` | `url` |
 * | `OTEL_EXPORTER_OTLP_ENDPOINT` | `url`, with `v1/metrics` appended (default `http://localhost:4318`) |
 * | `OTEL_EXPORTER_OTLP[_METRICS]_HEADERS` | `headers`, as `name=value,…` with percent-encoded values |
 * | `OTEL_EXPORTER_OTLP[_METRICS]_TIMEOUT` | `timeoutSeconds` and `deadlineSeconds`, in milliseconds |
 * | `OTEL_EXPORTER_OTLP[_METRICS]_COMPRESSION` | `compression`: `gzip` or `none` |
 * | `OTEL_EXPORTER_OTLP[_METRICS]_PROTOCOL` | `encoding`: `http/protobuf` or `http/json` |
 * | `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE` | `temporality`: `cumulative`, `delta`, or `lowmemory`, which is cumulative |
 * | `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES` | `resource` |
 *
 * @example Read the environment
 * ```ts
 * import { otlpOptionsFrom } from "@webprom/exporter/push";
 * import { assertEquals } from "@std/assert";
 *
 * const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_SERVICE_NAME: "shop" }; // or process.env
 * assertEquals(otlpOptionsFrom(env), {
 *   url: "http://collector:4318/v1/metrics",
 *   resource: { "service.name": "shop" },
 * });
 * ```
 *
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 * @param env Variables, such as `process.env` or `Deno.env.toObject()`
 * @returns Options for `otlpSender`
 * @throws {TypeError} If a variable is invalid
 */
export function otlpOptionsFrom(env: Readonly<Record<string, string | undefined>>): OtlpOptions {
  const headers = read(env, "HEADERS", parsePairs);
  const timeoutSeconds = read(env, "TIMEOUT", parseTimeout);
  const encoding = read(env, "PROTOCOL", oneOf(PROTOCOLS));
  const compression = read(env, "COMPRESSION", oneOf(COMPRESSIONS));
  const temporality = readVariable(env, "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", oneOf(TEMPORALITIES));
  const name = env["OTEL_SERVICE_NAME"];
  return {
    url: endpointOf(env),
    ...headers && { headers },
    ...timeoutSeconds !== undefined && { timeoutSeconds, deadlineSeconds: timeoutSeconds },
    ...encoding && { encoding },
    ...compression && { compression },
    ...temporality && { temporality },
    resource: { ...readVariable(env, "OTEL_RESOURCE_ATTRIBUTES", parsePairs), ...name && { "service.name": name } },
  };
}

function endpointOf(env: Env): string {
  const base = env["OTEL_EXPORTER_OTLP_ENDPOINT"] || DEFAULT_ENDPOINT;
  return env["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] || `${base.replace(/\/$/, "")}/v1/metrics`;
}

/** Parses a value; throws what it must be. */
type Parser<T> = (value: string) => T;

function read<T>(env: Env, name: string, parse: Parser<T>): T | undefined {
  return readVariable(env, `OTEL_EXPORTER_OTLP_METRICS_${name}`, parse) ??
    readVariable(env, `OTEL_EXPORTER_OTLP_${name}`, parse);
}

function readVariable<T>(env: Env, name: string, parse: Parser<T>): T | undefined {
  const text = env[name]?.trim() ?? "";
  if (text === "") return undefined;
  try {
    return parse(text);
  } catch (error) {
    const shown = name.endsWith("HEADERS") ? "" : `, current value is ${quote(text)}`; // headers contain credentials
    throw new TypeError(`Cannot read ${name}: it must be ${messageOf(error)}${shown}`);
  }
}

function oneOf<T extends string>(values: Readonly<Record<string, T>>): Parser<T> {
  return (text) => {
    const word = text.toLowerCase();
    if (!Object.hasOwn(values, word)) throw new RangeError(`one of ${Object.keys(values).join(", ")}`);
    return values[word] as T;
  };
}

function parseTimeout(text: string): number {
  const ms = Number(text);
  if (ms > 0 && ms <= 3_600_000) return ms / 1000;
  throw new RangeError("a number of milliseconds, > 0 and <= 3600000");
}

/** Parses `key=value,…`, with percent-encoded keys and values. */
function parsePairs(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  return Object.fromEntries(pairs.map((pair) => {
    const [, key = "", value = ""] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(pair) ?? [];
    const entry = key === "" ? undefined : decodedPair(key, value.trim());
    if (entry === undefined) throw new SyntaxError("a list such as key=value,key=value, with percent-encoded values");
    return entry;
  }));
}

function decodedPair(key: string, value: string): readonly [key: string, value: string] | undefined {
  try {
    return [decodeURIComponent(key), decodeURIComponent(value)];
  } catch {
    return undefined;
  }
}
