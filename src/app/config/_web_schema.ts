import { z } from "zod";
import { isBcryptHash, isSha256 } from "../auth/credentials.ts";
import { CIPHER_SUITES, TLS_1_3_SUITES } from "../tls/cipher_suites.ts";
import type { ClientAuth, Curve, TlsVersion } from "../tls/tls_options.ts";

/** A web configuration file with its defaults filled in. */
export interface WebFile {
  readonly tls_server_config: {
    readonly cert?: string | undefined;
    readonly cert_file?: string | undefined;
    readonly key?: string | undefined;
    readonly key_file?: string | undefined;
    readonly client_ca?: string | undefined;
    readonly client_ca_file?: string | undefined;
    readonly client_auth_type?: ClientAuth | undefined;
    readonly client_allowed_sans?: readonly string[] | undefined;
    readonly min_version: TlsVersion;
    readonly max_version: TlsVersion;
    readonly cipher_suites: readonly string[];
    readonly prefer_server_cipher_suites: boolean;
    readonly curve_preferences: readonly Curve[];
  };
  readonly http_server_config: {
    readonly http2: boolean;
    readonly security_headers: boolean;
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly basic_auth_users: Readonly<Record<string, string>>;
  readonly bearer_tokens: Readonly<Record<string, string>>;
  /** Paths that need no credentials. exporter-toolkit does not have this field. */
  readonly public_paths: readonly string[];
  readonly rate_limit: { readonly interval: number; readonly burst: number };
}

/** Booleans of YAML 1.1, which Go accepts. */
const WORDS: ReadonlyMap<unknown, boolean> = new Map([
  ...["true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"].map((word) => [word, false] as const),
]);

/** Whether a value counts as missing. An empty text does, as for Go it is the zero value of any field. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === "~" || value === "null";
}

const text = z.preprocess((value) => isScalar(value) ? String(value) : value, z.string());
const flag = z.preprocess((value) => WORDS.get(value) ?? value, z.boolean());
const count = z.preprocess((value) => /^-?\d+$/.test(String(value)) ? Number(value) : value, z.int().min(0));
const clientAuth = z.enum([
  ...["NoClientCert", "RequestClientCert", "RequireAnyClientCert", "RequireClientCert"] as const,
  ...["VerifyClientCertIfGiven", "RequireAndVerifyClientCert"] as const,
]).transform((type): ClientAuth => type === "RequireClientCert" ? "RequireAnyClientCert" : type);
const version = z.enum(["TLS10", "TLS11", "TLS12", "TLS13"]);
const suite = text.refine((name) => Object.hasOwn(CIPHER_SUITES, name) || TLS_1_3_SUITES.includes(name), {
  message: "is not a supported cipher suite",
});
const duration = text.transform((text, context): number => {
  const ms = parseGoDuration(text);
  if (ms === undefined) context.addIssue({ code: "custom", message: "must be a duration with a unit, such as 1s" });
  return ms ?? 0;
});
const line = text.refine((value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value), "must be one line of printable text");
const headers = z.strictObject({
  "Content-Security-Policy": optional(line),
  "Strict-Transport-Security": optional(line),
  "X-Content-Type-Options": z.literal("nosniff").optional(),
  "X-Frame-Options": z.enum(["deny", "sameorigin"]).optional(),
  "X-XSS-Protection": optional(line),
}).transform((headers): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]))
);

/** Schema of a web configuration. */
export const webSchema: z.ZodType<WebFile> = section({
  tls_server_config: section({
    cert: optional(text),
    cert_file: optional(text),
    key: optional(text),
    key_file: optional(text),
    client_ca: optional(text),
    client_ca_file: optional(text),
    client_auth_type: optional(clientAuth),
    client_allowed_sans: optional(z.array(text)),
    min_version: withDefault(version, "TLS12"),
    max_version: withDefault(version, "TLS13"),
    cipher_suites: withDefault(z.array(suite), []),
    prefer_server_cipher_suites: withDefault(flag, true),
    curve_preferences: withDefault(z.array(z.enum(["CurveP256", "CurveP384", "CurveP521", "X25519"])), []),
  }),
  http_server_config: section({
    http2: withDefault(flag, true),
    security_headers: withDefault(flag, false),
    headers: withDefault(headers, {}),
  }),
  basic_auth_users: hashes(isBcryptHash, "must be a bcrypt hash, such as htpasswd -nB prints after the name"),
  bearer_tokens: hashes(isSha256, "must be a SHA-256 in 64 hexadecimal digits, such as sha256sum prints"),
  rate_limit: section({ interval: withDefault(duration, 0), burst: withDefault(count, 0) }),
  public_paths: withDefault(z.array(text.refine((path) => path.startsWith("/"), "must begin with /")), []),
});

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => isAbsent(value) ? undefined : value, schema.optional());
}

function withDefault<T extends z.ZodType>(schema: T, value: z.output<T>) {
  return optional(schema).transform((given) => given ?? value);
}

function section<T extends z.ZodRawShape>(shape: T) {
  return z.preprocess((value) => isAbsent(value) ? {} : value, z.strictObject(shape));
}

/** Hashes by name. `z.record()` would drop the name `__proto__`. Errors leave out the value, as it may be a password. */
function hashes(isHash: (text: string) => boolean, message: string) {
  const checked = z.unknown().transform((value, context): Record<string, string> => {
    if (typeof value !== "object" || Array.isArray(value)) {
      context.addIssue({ code: "custom", message: "must be a mapping", input: {} });
      return {};
    }
    const entries = Object.entries(Object(value)).map(([name, hash]) => [name, String(hash)] as const);
    for (const [name, hash] of entries) {
      if (!isHash(hash)) context.addIssue({ code: "custom", path: [name], message, input: {} });
    }
    return Object.fromEntries(entries);
  });
  return z.preprocess((value) => isAbsent(value) ? {} : value, checked);
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "µs": 1e-3,
  "μs": 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
};

const NUMBER = String.raw`(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)`;

/**
 * Reads a duration as Go writes it, such as `1s`, `1m30s` or `1.5h`.
 *
 * @param text The duration
 * @returns Milliseconds; `undefined` if it is not a duration: every number except 0 needs a unit
 */
export function parseGoDuration(text: string): number | undefined {
  if (text === "0") return 0;
  if (!new RegExp(`^(?:${NUMBER})+$`).test(text)) return undefined;
  const parts = text.matchAll(new RegExp(NUMBER, "g"));
  return [...parts].reduce((sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? NaN), 0);
}
