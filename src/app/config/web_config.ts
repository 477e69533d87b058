import { type GuardRules, SECURITY_HEADERS } from "../auth/guard.ts";
import type { PemTexts, TlsOptions } from "../tls/tls_options.ts";
import { isAbsent, type WebFile, webSchema } from "./_web_schema.ts";
import { ConfigError } from "./config_error.ts";
import { parseConfig } from "./parse_config.ts";
import { Secret } from "./secret.ts";

/** A web configuration: who may talk to a server, and how. */
export interface WebConfig {
  /** How it talks TLS; left out where it does not. */
  readonly tls?: TlsOptions | undefined;
  /** Who may ask what, and how often. */
  readonly rules: GuardRules;
  /** The configuration with its defaults, for people to read: secrets are masked. */
  readonly shown: unknown;
}

/** What reading a web configuration needs of a runtime. */
export interface WebConfigReader {
  /** What the configuration is called in errors, such as the path of its file. */
  readonly name: string;
  /**
   * Reads a file that is named in the configuration.
   *
   * @param path Its path as it is written there
   * @returns The text
   */
  readonly readText: (path: string) => Promise<string>;
  /**
   * Finds what is wrong with certificates and keys.
   *
   * @param tls The PEM texts that could be read
   * @returns By the field, what is wrong with it
   */
  readonly findPemProblems?: (tls: PemTexts) => Readonly<Partial<Record<keyof PemTexts, string>>>;
}

const PEM_FIELDS = ["cert", "key", "client_ca"] as const;

/**
 * Makes a web configuration of what its file says, which is what exporter-toolkit takes, and `bearer_tokens` and
 * `http_server_config.security_headers`.
 *
 * @param value What the YAML says
 * @param reader How to read the files that it names
 * @returns The configuration
 * @throws {ConfigError} If anything is wrong: all of it at once
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

/** The fields of a section that are there. What they should be is for the schema to say. */
function sectionOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const section: unknown = Object(value)[name];
  if (typeof section !== "object" || section === null) return {};
  return Object.fromEntries(Object.entries(section).filter(([, field]) => !isAbsent(field)));
}

/** TLS is on where one of these fields is there, also if others are then missing. */
function isOn(tls: Readonly<Record<string, unknown>>): boolean {
  return "client_auth_type" in tls || PEM_FIELDS.some((field) => field in tls || `${field}_file` in tls);
}

/** What is wrong with fields that are right, each for itself. */
function problemsOf(tls: Readonly<Record<string, unknown>>): string[] {
  const has = (field: string) => field in tls || `${field}_file` in tls;
  const type = String(tls.client_auth_type ?? "NoClientCert");
  const problems: string[] = [];
  const report = (field: string, text: string) => problems.push(`tls_server_config.${field} ${text}`);
  if (isOn(tls) && !has("cert")) report("cert_file", "is missing, and so is cert");
  if (isOn(tls) && !has("key")) report("key_file", "is missing, and so is key");
  if (has("client_ca") && type === "NoClientCert") {
    report("client_auth_type", "must be given where there is a client CA, and not be NoClientCert");
  }
  if ("client_allowed_sans" in tls && !/^Require(?:Any|AndVerify)?ClientCert$/.test(type)) {
    report("client_allowed_sans", "needs RequireAnyClientCert or RequireAndVerifyClientCert as client_auth_type");
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

function rulesOf({ http_server_config, basic_auth_users, bearer_tokens, rate_limit }: WebFile): GuardRules {
  const { security_headers, headers } = http_server_config;
  return {
    users: basic_auth_users,
    tokens: bearer_tokens,
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
