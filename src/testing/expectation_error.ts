/** What is thrown where metrics are not as expected. It bears the name by which test runners know a failed assertion. */
export class ExpectationError extends Error {
  /** Always `AssertionError`. */
  override readonly name = "AssertionError";
  /** What was found, for runners that show it. */
  readonly actual: string | undefined;
  /** What was expected, for runners that show it. */
  readonly expected: string | undefined;

  /**
   * The helpers of this module throw it.
   *
   * @param message What is not as expected
   * @param compared What was found, what was expected, and the cause if there is one
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
