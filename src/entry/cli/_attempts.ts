import { ConfigError } from "../../app/config/config_error.ts";

/** Collects what is wrong with a configuration while it is read, to be told at once. */
export class Attempts {
  /** What is wrong so far. */
  readonly problems: string[] = [];

  /**
   * Does something, and keeps what is wrong with the configuration.
   *
   * @param act What may throw a {@linkcode ConfigError}
   * @param prefix What its problems are led by
   * @returns What it returns; `undefined` if something is wrong
   */
  async make<T>(act: () => T | Promise<T>, prefix = ""): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.problems.push(...error.problems.map((problem) => prefix + problem));
      return undefined;
    }
  }

  /**
   * Tells what is wrong, if anything is.
   *
   * @throws {ConfigError} With all problems
   */
  end(subject: string): void {
    if (this.problems.length > 0) throw new ConfigError(subject, this.problems);
  }
}
