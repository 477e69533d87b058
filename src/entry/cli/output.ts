/** A stream of text that may fail, such as standard error. */
export interface OutputStream {
  write(text: string): unknown;
  on(event: "error", handle: (error: Error) => void): unknown;
}

/** Writes lines to a stream. Lines that cannot be written are dropped and counted; after the next one that can, their number is written. */
export class Output {
  readonly #stream: OutputStream;
  readonly #onError: (error: Error) => void;
  #dropped = 0;
  #lastFailed = false;

  /**
   * @param stream Standard output or standard error
   * @param onError Called for each line that cannot be written, unless the reader has closed the stream, as `head` does
   */
  constructor(stream: OutputStream, onError: (error: Error) => void) {
    this.#stream = stream;
    this.#onError = onError;
    stream.on("error", (error) => this.#drop(error));
  }

  /** Number of lines that were dropped. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Writes a line. Never throws. */
  write(text: string): void {
    try {
      const wasFailing = this.#lastFailed;
      this.#lastFailed = false;
      this.#stream.write(text);
      if (wasFailing && !this.#lastFailed) this.#stream.write(`${this.#dropped} lines before could not be written\n`);
    } catch (error) {
      this.#drop(error as Error);
    }
  }

  #drop(error: Error & { readonly code?: string }): void {
    this.#dropped++;
    this.#lastFailed = true;
    if (error.code !== "EPIPE") this.#onError(error);
  }
}
