/** A configuration with mistakes, all of them. */
export class ConfigError extends Error {
  /** Its name. */
  override readonly name: string = "ConfigError";
  /** What is wrong, each led by its path in the configuration. */
  readonly problems: readonly string[];

  /**
   * Takes down mistakes.
   *
   * @param subject What cannot be done with it, such as `Cannot read exporter.yml`
   * @param problems What is wrong, each led by its path
   */
  constructor(subject: string, problems: readonly string[]) {
    super([`${subject}:`, ...problems].join(problems.length === 1 ? " " : "\n- "));
    this.problems = problems;
  }
}
