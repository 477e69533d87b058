/** What is known of a failed push. */
export interface PushErrorOptions extends ErrorOptions {
  /** HTTP status of the answer; `undefined` if there was none. */
  readonly status?: number | undefined;
  /** Milliseconds that the receiver asks to wait. */
  readonly retryAfterMs?: number | undefined;
}

/** A receiver did not accept a push. */
export class PushError extends Error {
  /** `PushError`. */
  override readonly name = "PushError";
  /** HTTP status of the answer; `undefined` if there was none. */
  readonly status: number | undefined;
  /** Milliseconds that the receiver asks to wait before the next attempt. */
  readonly retryAfterMs: number | undefined;

  /**
   * Creates an error.
   *
   * @param message What failed, and the answer of the receiver
   * @param options Status and cause
   */
  constructor(message: string, { status, retryAfterMs, ...options }: PushErrorOptions = {}) {
    super(message, options);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}
