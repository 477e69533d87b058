import { messageOf } from "../../model/message_of.ts";
import { type GuardRules, SECURITY_HEADERS } from "../auth/guard.ts";
import type { PemTexts, TlsOptions } from "../tls/tls_options.ts";
import { isAbsent, type WebFile, webSchema } from "./_web_schema.ts";
import { ConfigError } from "./config_error.ts";
import { parseConfig } from "./parse_config.ts";
import { Secret } from "./secret.ts";

/** A web configuration: TLS, authentication, headers and rate limit of a server. */
export interface WebConfig {
  /** TLS options; `undefined` for plain HTTP. */
  readonly tls?: TlsOptions | undefined;
  /** Authentication, headers and rate limit. */
  readonly rules: GuardRules;
  /** The configuration with its defaults, for display: secrets are masked. */
  readonly shown: unknown;
}

/** Runtime functions that reading a web configuration needs. */
export interface WebConfigReader {
  /** Name of the configuration in errors, such as the path of its file. */
  readonly name: string;
  /**
   * Reads a file that the configuration refers to.
   *
   * @param path Path as written in the configuration
   * @returns The text
   */
  readonly readText: (path: string) => Promise<string>;
  /**
   * Checks certificates and keys.
   *
   * @param tls The PEM texts that could be read
   * @returns Error by field
   */
  readonly findPemProblems?: (tls: PemTexts) => Readonly<Partial<Record<keyof PemTexts, string>>>;
}

const PEM_FIELDS = ["cert", "key", "client_ca"] as const;

/**
 * Reads a web configuration: the format of exporter-toolkit, plus `bearer_tokens` and `http_server_config.security_headers`.
 *
 * @param value Content of the YAML
 * @param reader Reads the files that the configuration refers to
 * @returns The configuration
 * @throws {ConfigError} If the configuration is invalid; it lists every error
 */
export async function readWebConfig(value: unknown, reader: WebConfigReader): Promise<WebConfig> {
  const subject = `Cannot read ${reader.name}`;
  const problems: string[] = [];
  const tls = sectionOf(value, "tls_server_config");
  const pems = await readPems(tls, reader, problems);
  problems.push(...problemsOf(tls));
  const file = check(subject, value, problems);
  if (file === undefined || problems.length > 0) throw new ConfigError(subject, problems);
  return { tls: isOn(tls) ? tlsOf(file, pems) : undefined, rules: rulesOf(file), shown: shownOf(file) };
}

function check(subject: string, value: unknown, problems: string[]): WebFile | undefined {
  try {
    return parseConfig(subject, webSchema, value);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.unshift(...error.problems);
    return undefined;
  }
}

/** Returns the fields of a section that are present, not yet validated. */
function sectionOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const section: unknown = Object(value)[name];
  if (typeof section !== "object" || section === null) return {};
  return Object.fromEntries(Object.entries(section).filter(([, field]) => !isAbsent(field)));
}

/** TLS is on if one of these fields is present, even if required fields are missing. */
function isOn(tls: Readonly<Record<string, unknown>>): boolean {
  return "client_auth_type" in tls || PEM_FIELDS.some((field) => field in tls || `${field}_file` in tls);
}

/** Finds errors between fields that are valid on their own. */
function problemsOf(tls: Readonly<Record<string, unknown>>): string[] {
  const has = (field: string) => field in tls || `${field}_file` in tls;
  const type = String(tls.client_auth_type ?? "NoClientCert");
  const problems: string[] = [];
  const report = (field: string, text: string) => problems.push(`tls_server_config.${field} ${text}`);
  if (isOn(tls) && !has("cert")) report("cert_file", "or cert is required");
  if (isOn(tls) && !has("key")) report("key_file", "or key is required");
  if (has("client_ca") && type === "NoClientCert") {
    report("client_auth_type", "must be set, and not to NoClientCert, if there is a client CA");
  }
  if ("client_allowed_sans" in tls && !/^Require(?:Any|AndVerify)?ClientCert$/.test(type)) {
    report("client_allowed_sans", "requires client_auth_type RequireAnyClientCert or RequireAndVerifyClientCert");
  }
  const [min, max] = [String(tls.min_version ?? "TLS12"), String(tls.max_version ?? "TLS13")];
  if (/^TLS1[0-3]$/.test(min) && /^TLS1[0-3]$/.test(max) && min > max) {
    report("min_version", `must not be above max_version, current value is ${min}`);
  }
  return problems;
}

async function readPems(
  tls: Readonly<Record<string, unknown>>,
  { readText, findPemProblems }: WebConfigReader,
  problems: string[],
): Promise<PemTexts> {
  const texts: Partial<Record<keyof PemTexts, string>> = {};
  const fieldOf = (name: keyof PemTexts) => `${name}_file` in tls ? `${name}_file` : name;
  for (const name of PEM_FIELDS) {
    const given = tls[fieldOf(name)];
    if (typeof given !== "string") continue;
    try {
      texts[name] = fieldOf(name) === name ? given : await readText(given);
    } catch (error) {
      problems.push(`tls_server_config.${fieldOf(name)} cannot be read: ${messageOf(error)}`);
    }
  }
  const found = Object.entries(findPemProblems?.(texts) ?? {}) as readonly (readonly [keyof PemTexts, string])[];
  problems.push(...found.map(([name, text]) => `tls_server_config.${fieldOf(name)} ${text}`));
  return texts;
}

function tlsOf({ tls_server_config: tls, http_server_config: { http2 } }: WebFile, pems: PemTexts): TlsOptions {
  return {
    cert: pems.cert ?? "",
    key: pems.key ?? "",
    clientAuth: tls.client_auth_type ?? "NoClientCert",
    clientCa: pems.client_ca,
    clientAllowedSans: tls.client_allowed_sans,
    minVersion: tls.min_version,
    maxVersion: tls.max_version,
    cipherSuites: tls.cipher_suites,
    preferServerCipherSuites: tls.prefer_server_cipher_suites,
    curvePreferences: tls.curve_preferences,
    http2,
  };
}

function rulesOf(file: WebFile): GuardRules {
  const { http_server_config, basic_auth_users, bearer_tokens, rate_limit, public_paths } = file;
  const { security_headers, headers } = http_server_config;
  return {
    users: basic_auth_users,
    tokens: bearer_tokens,
    publicPaths: public_paths,
    headers: { ...security_headers ? SECURITY_HEADERS : {}, ...headers },
    rateLimit: rate_limit.interval === 0 ? undefined : { intervalMs: rate_limit.interval, burst: rate_limit.burst },
  };
}

function shownOf(file: WebFile): unknown {
  const { tls_server_config: tls, basic_auth_users, bearer_tokens, rate_limit } = file;
  return {
    ...file,
    tls_server_config: { ...tls, key: tls.key && new Secret(tls.key) },
    basic_auth_users: maskAll(basic_auth_users),
    bearer_tokens: maskAll(bearer_tokens),
    rate_limit: { ...rate_limit, interval: `${rate_limit.interval}ms` },
  };
}

function maskAll(hashes: Readonly<Record<string, string>>): Record<string, Secret> {
  return Object.fromEntries(Object.entries(hashes).map(([name, hash]) => [name, new Secret(hash)]));
}
