import { z } from "zod";
import { parseSize, parseTimeout } from "./_quantities.ts";
import { type RelabelRule, relabelRule } from "./_relabel_rule.ts";
import { camelKeys, check, compiled, type FindProblems, plain, type Problem } from "./_schema.ts";
import { parseTarget } from "./_targets.ts";

/** How a module reads over HTTP. */
export interface HttpConfig {
  /** What is read; `undefined` where targets come with requests. */
  readonly target?: string | undefined;
  /** How it is asked. */
  readonly method?: string | undefined;
  /** What is said beside. */
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent. */
  readonly body?: { readonly content: string } | undefined;
  /** Who asks, and whom to trust. */
  readonly httpClientConfig: ClientConfig;
  /** Answers to take; none for all of 200 to 299. */
  readonly validStatusCodes: readonly number[];
  /** How long one attempt may take, in milliseconds. */
  readonly timeout: number;
  /** How often it is tried again. */
  readonly retries: number;
  /** How long to wait before the first retry, in milliseconds; each time twice as long. */
  readonly retryBackoff: number;
  /** How long the answer may be, in bytes. */
  readonly bodySizeLimit: number;
  /** How many series may come of it. */
  readonly sampleLimit: number;
  /** What becomes of the series. */
  readonly metricRelabelConfigs: readonly RelabelRule[];
}

/** Who asks, and whom to trust; each secret stands here or in a file. */
export interface ClientConfig {
  /** User and password. */
  readonly basicAuth?: { readonly username: string; readonly password?: string; readonly passwordFile?: string };
  /** Any other scheme. */
  readonly authorization?: { readonly type: string; readonly credentials?: string; readonly credentialsFile?: string };
  /** A token. */
  readonly bearerToken?: string | undefined;
  /** Where a token is. */
  readonly bearerTokenFile?: string | undefined;
  /** Whom to trust, and what to show. */
  readonly tlsConfig?: TlsConfig | undefined;
  /** Whether to go where the answer sends to. */
  readonly followRedirects: boolean;
}

/** Whom to trust, and what to show: PEM text, or files of it. */
export interface TlsConfig {
  /** Certificates to trust. */
  readonly ca?: string | undefined;
  /** Where they are. */
  readonly caFile?: string | undefined;
  /** Certificate to show. */
  readonly cert?: string | undefined;
  /** Where it is. */
  readonly certFile?: string | undefined;
  /** Its key. */
  readonly key?: string | undefined;
  /** Where that is. */
  readonly keyFile?: string | undefined;
  /** Name that the certificate of the server must have. */
  readonly serverName?: string | undefined;
  /** Whether the certificate of the server is not checked. */
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

const clientConfig = z.strictObject({
  basic_auth: basicAuth.optional(),
  authorization: authorization.optional(),
  bearer_token: text,
  bearer_token_file: text,
  tls_config: tlsConfig.optional(),
  follow_redirects: plain(z.boolean()).default(true),
}).check(check((client) => onlyOne(client, "basic_auth", "authorization", "bearer_token", "bearer_token_file")))
  .transform(camelKeys);

/** Named as in the configurations of Prometheus and json_exporter, where these have such a field. */
const fields = {
  target: compiled(parseTarget).optional(),
  method: z.string().regex(/^[A-Z]+$/, "must be a method such as GET").optional(),
  headers: z.record(
    z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, "must be the name of a header"),
    z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, "must be one line of printable text"),
  ).default({}),
  body: z.strictObject({ content: z.string() }).optional(),
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
 * Says what the configuration of a module that reads over HTTP must be.
 *
 * @param own Its own fields, beside those of all
 * @param find Checks several fields together
 * @returns The schema
 */
export function httpSchema<Config extends HttpConfig>(
  own: z.core.$ZodLooseShape,
  find: FindProblems<Config> = () => [],
): z.ZodType<Config> {
  const schema = z.strictObject({ ...fields, ...own }).check(check(find as FindProblems<object>)).transform(camelKeys);
  return schema as unknown as z.ZodType<Config>; // the types of own fields are known to the caller alone
}

function onlyOne(config: object, ...names: readonly string[]): readonly Problem[] {
  const [first, ...others] = names.filter((name) => (config as Record<string, unknown>)[name] !== undefined);
  return others.map((name) => [[name], `must be left out, because ${first} is there`]);
}
