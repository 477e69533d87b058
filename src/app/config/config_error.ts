/** Lists every error in a configuration. */
export class ConfigError extends Error {
  /** Its name. */
  override readonly name: string = "ConfigError";
  /** The errors, each starting with its path in the configuration. */
  readonly problems: readonly string[];

  /**
   * Makes an error from a list of problems.
   *
   * @param subject What failed, such as `Cannot read exporter.yml`
   * @param problems The errors, each starting with its path
   */
  constructor(subject: string, problems: readonly string[]) {
    super([`${subject}:`, ...problems].join(problems.length === 1 ? " " : "\n- "));
    this.problems = problems;
  }
}
