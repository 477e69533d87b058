/** Says why a target was not reached, or is not to be. */
export class TargetError extends Error {
  /** Tells this error from others. */
  override readonly name = "TargetError";
  /** Whether the rules forbid it; otherwise they allow it, and it cannot be reached or does not answer as it should. */
  readonly isForbidden: boolean;

  /**
   * An error about one target.
   *
   * @param target What was to be reached; passwords and what follows a question mark are not repeated
   * @param reason Why it was not
   * @param options Whether it is forbidden, and the cause
   */
  constructor(target: string | URL, reason: string, options: ErrorOptions & { readonly isForbidden?: boolean } = {}) {
    super(`Cannot reach target "${shownTarget(target)}": ${reason}`, options);
    this.isForbidden = options.isForbidden ?? false;
  }
}

const MAX_LENGTH = 200;

/** Writes a target without what may be secret in it. */
function shownTarget(target: string | URL): string {
  const shown = String(target).replace(/[?#].*$/s, "").replace(/^([^/]*\/\/)?[^/]*@/, "$1");
  return shown.length > MAX_LENGTH ? `${shown.slice(0, MAX_LENGTH)}…` : shown;
}

/** Finds out what is behind a failure: runtimes wrap it, some of them into "fetch failed". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, code } = error as { readonly cause?: unknown; readonly code?: unknown };
  const [first] = error instanceof AggregateError ? error.errors : [];
  if (first instanceof Error) return reasonOf(first);
  if (cause instanceof Error) return reasonOf(cause);
  return error.message || String(code ?? error.name);
}
