/** Where in the input something is wrong: in text by line and column, in binary input by offset. */
export interface ParsePlace {
  /** Line, the first of which is 1. */
  readonly line?: number;
  /** Column in UTF-16 code units, the first of which is 1. */
  readonly column?: number;
  /** A part of the line. */
  readonly excerpt?: string;
  /** Number of bytes before it. */
  readonly offset?: number;
}

/** Input that is not in its format, or more of it than is allowed. */
export class ParseError extends SyntaxError {
  /** Tells this error from others. */
  override readonly name: string = "ParseError";
  /** Line where text is wrong, the first of which is 1; 0 for binary input. */
  readonly line: number;
  /** Column where text is wrong in UTF-16 code units, the first of which is 1; 0 for binary input. */
  readonly column: number;
  /** What stands there, cut to a readable length; empty for binary input. */
  readonly excerpt: string;
  /** Number of bytes before what is wrong; `undefined` for text. */
  readonly offset: number | undefined;

  /**
   * Makes an error that can be thrown.
   *
   * @param message What is wrong
   * @param place Where
   */
  constructor(message: string, { line = 0, column = 0, excerpt = "", offset }: ParsePlace) {
    super(message);
    this.line = line;
    this.column = column;
    this.excerpt = excerpt;
    this.offset = offset;
  }
}
