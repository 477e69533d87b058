/** Error thrown if metrics are not as expected. Test runners recognize its name as a failed assertion. */
export class ExpectationError extends Error {
  /** Always `AssertionError`. */
  override readonly name = "AssertionError";
  /** Actual metrics, for test runners that show them. */
  readonly actual: string | undefined;
  /** Expected metrics, for test runners that show them. */
  readonly expected: string | undefined;

  /**
   * Creates the error. The helpers of this module throw it.
   *
   * @param message Description of the difference
   * @param compared Actual and expected metrics, and the cause if there is one
   */
  constructor(
    message: string,
    compared: { readonly actual?: string; readonly expected?: string; readonly cause?: unknown } = {},
  ) {
    const { actual, expected, cause } = compared;
    super(message, cause === undefined ? {} : { cause });
    this.actual = actual;
    this.expected = expected;
  }
}
