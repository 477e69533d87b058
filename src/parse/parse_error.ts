/** Position of an error in the input: line and column in text, byte offset in binary input. */
export interface ParsePlace {
  /** Line number, from 1. */
  readonly line?: number;
  /** Column in UTF-16 code units, from 1. */
  readonly column?: number;
  /** Part of the line around the error. */
  readonly excerpt?: string;
  /** Number of bytes before the error. */
  readonly offset?: number;
}

/** Error for input that is invalid or exceeds a limit. */
export class ParseError extends SyntaxError {
  /** Name of the error class. */
  override readonly name: string = "ParseError";
  /** Line number of the error, from 1; 0 for binary input. */
  readonly line: number;
  /** Column of the error in UTF-16 code units, from 1; 0 for binary input. */
  readonly column: number;
  /** Part of the line around the error, at most 60 characters; empty for binary input. */
  readonly excerpt: string;
  /** Number of bytes before the error; `undefined` for text. */
  readonly offset: number | undefined;

  /**
   * Creates an error.
   *
   * @param message Description of the error
   * @param place Position of the error
   */
  constructor(message: string, { line = 0, column = 0, excerpt = "", offset }: ParsePlace) {
    super(message);
    this.line = line;
    this.column = column;
    this.excerpt = excerpt;
    this.offset = offset;
  }
}
