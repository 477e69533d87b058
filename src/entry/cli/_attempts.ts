import { ConfigError } from "../../app/config/config_error.ts";

/** Collects the problems of a configuration, to report all of them at once. */
export class Attempts {
  /** Problems found so far. */
  readonly problems: string[] = [];

  /**
   * Calls a function, and collects the problems that it reports.
   *
   * @param act A function that may throw a {@linkcode ConfigError}
   * @param prefix Text in front of each problem
   * @returns The result of the function; `undefined` if there is a problem
   */
  async run<T>(act: () => T | Promise<T>, prefix = ""): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.problems.push(...error.problems.map((problem) => prefix + problem));
      return undefined;
    }
  }

  /**
   * Reports all problems.
   *
   * @throws {ConfigError} If there are problems
   */
  end(subject: string): void {
    if (this.problems.length > 0) throw new ConfigError(subject, this.problems);
  }
}
