/** A target is forbidden, cannot be reached, or sent an unusable response. */
export class TargetError extends Error {
  /** Name of the error class. */
  override readonly name = "TargetError";
  /** Whether the rules forbid the target; `false` for network errors and unusable responses. */
  readonly isForbidden: boolean;

  /**
   * Creates an error.
   *
   * @param target The target; the message omits its user name, password, query and fragment
   * @param reason Why it was not reached
   * @param options Whether it is forbidden, and the cause
   */
  constructor(target: string | URL, reason: string, options: ErrorOptions & { readonly isForbidden?: boolean } = {}) {
    super(`Cannot reach target "${shownTarget(target)}": ${reason}`, options);
    this.isForbidden = options.isForbidden ?? false;
  }
}

const MAX_LENGTH = 200;

/** Formats a target without parts that may be secret. */
function shownTarget(target: string | URL): string {
  const shown = String(target).replace(/[?#].*$/s, "").replace(/^([^/]*\/\/)?[^/]*@/, "$1");
  return shown.length > MAX_LENGTH ? `${shown.slice(0, MAX_LENGTH)}…` : shown;
}

/** Returns the message of the innermost cause, because runtimes wrap network errors, such as in "fetch failed". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, code } = error as { readonly cause?: unknown; readonly code?: unknown };
  const [first] = error instanceof AggregateError ? error.errors : [];
  if (first instanceof Error) return reasonOf(first);
  if (cause instanceof Error) return reasonOf(cause);
  return error.message || String(code ?? error.name);
}
