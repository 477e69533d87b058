/** Options of `/-/reload` and `/config`. */
export interface OperationsOptions {
  /**
   * Reloads the configuration at `POST /-/reload`. Without it, that path responds with 403. `webprom run` calls it whenever it
   * reloads its own files.
   *
   * @returns Settles when the new configuration is active. The response contains the message of a {@linkcode ConfigError}
   */
  readonly reload?: (() => unknown) | undefined;
  /**
   * Returns the current configuration, shown at `/config`. Without it, there is no such page. A {@linkcode Secret}, a field or
   * query parameter with a name such as `password` or `token`, credentials in a URL and private keys are masked.
   *
   * @returns Any value that can be written as JSON
   */
  readonly config?: (() => unknown) | undefined;
}
