/** Kinds of failures by the codes and names that errors have. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ["TimeoutError", "timeout"],
  ["AbortError", "aborted"],
  ["ECONNREFUSED", "connection refused"],
  ["ConnectionRefused", "connection refused"],
  ["ECONNRESET", "connection reset"],
  ["ConnectionReset", "connection reset"],
  ["EPIPE", "connection reset"],
  ["ETIMEDOUT", "timeout"],
  ["EHOSTUNREACH", "host unreachable"],
  ["ENETUNREACH", "host unreachable"],
  ["ENOTFOUND", "host not found"],
  ["EAI_AGAIN", "host not found"],
  ["ENOENT", "file not found"],
  ["NotFound", "file not found"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["NotCapable", "permission denied"],
  ["PermissionDenied", "permission denied"],
]);

/** Kinds by words of messages, for errors that have neither a code nor a name. */
const PATTERNS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/\bos error 111\b|connection refused/i, "connection refused"],
  [/\bos error 104\b|connection reset|socket hang up/i, "connection reset"],
  [/\bdns error\b|getaddrinfo|failed to lookup/i, "host not found"],
  [/timed? ?out/i, "timeout"],
  [/certificate|\btls\b|\bssl\b/i, "TLS failure"],
  [/^Cannot expose /, "invalid metrics"],
];

/** Maximum number of causes to look at. */
const MAX_DEPTH = 8;

/**
 * Names the kind of a failure without any text of the error, which may contain addresses and passwords.
 *
 * @param error What was thrown
 * @returns A kind such as `timeout`, `connection refused` or `HTTP status 503`; otherwise the name of the error
 */
export function kindOfError(error: unknown): string {
  let name: string | undefined;
  let current = error;
  for (let depth = 0; depth < MAX_DEPTH && current instanceof Error; depth++) {
    const { code, message } = current as Error & { readonly code?: unknown };
    const kind = KINDS.get(String(code)) ?? KINDS.get(current.name);
    if (kind !== undefined) return kind;
    const status = /\bstatus (?:code )?(?:is |was )?(\d{3})\b/i.exec(message)?.[1];
    if (status !== undefined) return `HTTP status ${status}`;
    name ??= current.name;
    current = current instanceof AggregateError ? current.errors[0] : current.cause ?? matchOf(message);
    if (typeof current === "string") return current;
  }
  return name ?? typeof error;
}

function matchOf(message: string): string | undefined {
  return PATTERNS.find(([pattern]) => pattern.test(message))?.[1];
}
