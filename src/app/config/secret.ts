/** Text that replaces a secret. */
const MASK = "<secret>";

/** A secret text. It is masked when it is printed, logged or written as JSON. */
export class Secret {
  readonly #text: string;

  /**
   * Wraps a secret.
   *
   * @param text The secret
   */
  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Returns the secret itself.
   *
   * @returns The text
   */
  reveal(): string {
    return this.#text;
  }

  /**
   * Converts to text.
   *
   * @returns The mask
   */
  toString(): string {
    return MASK;
  }

  /**
   * Converts to JSON.
   *
   * @returns The mask
   */
  toJSON(): string {
    return MASK;
  }
}
