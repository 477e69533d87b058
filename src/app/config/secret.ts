/** What stands in the place of a secret. */
const MASK = "<secret>";

/** A text that nobody should see: it is masked wherever it is printed, written as JSON or logged. */
export class Secret {
  readonly #text: string;

  /**
   * Takes a secret.
   *
   * @param text The secret
   */
  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Gives the secret to whoever really needs it.
   *
   * @returns The text
   */
  reveal(): string {
    return this.#text;
  }

  /**
   * Writes it where others read.
   *
   * @returns The mask
   */
  toString(): string {
    return MASK;
  }

  /**
   * Writes it as JSON.
   *
   * @returns The mask
   */
  toJSON(): string {
    return MASK;
  }
}
