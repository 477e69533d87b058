import { z } from "zod";
import { parseSize, parseTimeout } from "./quantities.ts";
import { type RelabelRule, relabelRule } from "./relabel_rule.ts";
import { camelKeys, check, compiled, type FindProblems, plain, type SchemaProblem } from "./schema.ts";
import { parseTarget } from "./_targets.ts";

/** How a module reads over HTTP. */
export interface HttpConfig {
  /** URL to read; `undefined` if each probe request contains its target. */
  readonly target?: string | undefined;
  /** Method; by default `POST` with a body, otherwise `GET`. */
  readonly method?: string | undefined;
  /** Additional request headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Request body. */
  readonly body?: { readonly content: string } | undefined;
  /** Authentication, TLS and redirects. */
  readonly httpClientConfig: ClientConfig;
  /** Accepted status codes; empty for 200 to 299. */
  readonly validStatusCodes: readonly number[];
  /** Timeout of one attempt, in milliseconds. */
  readonly timeout: number;
  /** Maximum number of retries. */
  readonly retries: number;
  /** Delay before the first retry, in milliseconds; doubled for each further one. */
  readonly retryBackoff: number;
  /** Maximum size of the response body, in bytes. */
  readonly bodySizeLimit: number;
  /** Maximum number of series. */
  readonly sampleLimit: number;
  /** Relabelling rules for the series. */
  readonly metricRelabelConfigs: readonly RelabelRule[];
}

/** Authentication, TLS and redirects. Each secret is set directly or by a file. */
export interface ClientConfig {
  readonly basicAuth?: { readonly username: string; readonly password?: string; readonly passwordFile?: string };
  /** Any other authentication scheme. */
  readonly authorization?: { readonly type: string; readonly credentials?: string; readonly credentialsFile?: string };
  readonly bearerToken?: string | undefined;
  readonly bearerTokenFile?: string | undefined;
  readonly tlsConfig?: TlsConfig | undefined;
  readonly followRedirects: boolean;
}

/** Certificates of client and server: PEM text, or files that contain it. */
export interface TlsConfig {
  /** Certificate authorities to trust. */
  readonly ca?: string | undefined;
  /** File for `ca`. */
  readonly caFile?: string | undefined;
  /** Client certificate. */
  readonly cert?: string | undefined;
  /** File for `cert`. */
  readonly certFile?: string | undefined;
  /** Private key of the client certificate. */
  readonly key?: string | undefined;
  /** File for `key`. */
  readonly keyFile?: string | undefined;
  /** Host name that the server certificate must be valid for. */
  readonly serverName?: string | undefined;
  /** Whether to accept any server certificate. */
  readonly insecureSkipVerify?: boolean | undefined;
}

const text = z.string().min(1).optional();

const basicAuth = z.strictObject({ username: z.string(), password: z.string().optional(), password_file: text })
  .check(check((auth) => onlyOne(auth, "password", "password_file"))).transform(camelKeys);

const authorization = z.strictObject({
  type: z.string().regex(/^[\w.~+/-]+$/, "must be one word").default("Bearer"),
  credentials: text,
  credentials_file: text,
}).check(check((auth) => onlyOne(auth, "credentials", "credentials_file"))).transform(camelKeys);

const tlsConfig = z.strictObject({
  ...{ ca: text, ca_file: text, cert: text, cert_file: text, key: text, key_file: text },
  server_name: text,
  insecure_skip_verify: plain(z.boolean()).optional(),
}).check(check((tls) => ["ca", "cert", "key"].flatMap((field) => onlyOne(tls, field, `${field}_file`))))
  .transform(camelKeys);

/** A field that Prometheus or json_exporter has, and this project has not. */
const unsupported = z.unknown().refine((value) => value === undefined, "is not supported").optional();

/** Names of the fields of a {@linkcode ClientConfig} in YAML. */
type ClientField =
  | "authorization"
  | "basic_auth"
  | "bearer_token"
  | "bearer_token_file"
  | "follow_redirects"
  | "http_headers"
  | "no_proxy"
  | "oauth2"
  | "proxy_connect_header"
  | "proxy_from_environment"
  | "proxy_url"
  | "tls_config";

/** Fields of the schema of a {@linkcode ClientConfig}. */
export const clientFields: Readonly<Record<ClientField, z.ZodType>> = {
  basic_auth: basicAuth.optional(),
  authorization: authorization.optional(),
  bearer_token: text,
  bearer_token_file: text,
  tls_config: tlsConfig.optional(),
  follow_redirects: plain(z.boolean()).default(true),
  ...{ oauth2: unsupported, proxy_url: unsupported, proxy_from_environment: unsupported, no_proxy: unsupported },
  ...{ proxy_connect_header: unsupported, http_headers: unsupported },
};

const clientConfig: z.ZodType<ClientConfig> = z.strictObject(clientFields).check(
  check((client) => onlyOne(client, "basic_auth", "authorization", "bearer_token", "bearer_token_file")),
).transform(camelKeys) as z.ZodType<ClientConfig>;

/** Fields that Prometheus or json_exporter has too have the same names. */
const fields = {
  target: compiled(parseTarget).optional(),
  method: z.string().regex(/^[A-Z]+$/, "must be a method such as GET").optional(),
  headers: z.record(
    z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, "must be a valid header name"),
    z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, "must be one line of printable text"),
  ).default({}),
  body: z.strictObject({ content: z.string(), templatize: unsupported }).optional(),
  http_client_config: clientConfig.prefault({}),
  valid_status_codes: z.array(plain(z.int().min(200).max(599))).default([]),
  timeout: compiled(parseTimeout).prefault("10s"),
  retries: plain(z.int().min(0).max(10)).default(0),
  retry_backoff: compiled(parseTimeout).prefault("100ms"),
  body_size_limit: compiled(parseSize).prefault("10MB"),
  sample_limit: plain(z.int().min(1)).default(100_000),
  metric_relabel_configs: z.array(relabelRule).default([]),
};

/**
 * Creates the schema of a module that reads over HTTP.
 *
 * @param own Additional fields of this kind of module
 * @param find Checks several fields together
 * @returns The schema
 */
export function httpSchema<Config extends HttpConfig>(
  own: z.core.$ZodLooseShape,
  find: FindProblems<Config> = () => [],
): z.ZodType<Config> {
  const schema = z.strictObject({ ...fields, ...own }).check(check(find as FindProblems<object>)).transform(camelKeys);
  return schema as unknown as z.ZodType<Config>; // only the caller knows the types of its own fields
}

function onlyOne(config: object, ...names: readonly string[]): readonly SchemaProblem[] {
  const [first, ...others] = names.filter((name) => (config as Record<string, unknown>)[name] !== undefined);
  return others.map((name) => [[name], `must not be set together with ${first}`]);
}
