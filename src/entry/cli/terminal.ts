import { printable } from "../../app/log/printable.ts";

/** Style of a part of a line, if colours are enabled. */
export type Style = "bold" | "dim" | "red" | "yellow";

/** A part of a line: text, or text with a style. */
export type StyledText = string | readonly [style: Style, text: string];

/** Output of a command. Control characters in the text are escaped. */
export interface Terminal {
  /** Writes a line to standard output. */
  print(...line: readonly StyledText[]): void;
  /** Writes a line to standard error. */
  printError(...line: readonly StyledText[]): void;
}

/** Streams of a terminal. */
export interface TerminalOptions {
  /** Writes whole lines to standard output. */
  readonly write: (text: string) => void;
  /** Writes whole lines to standard error. */
  readonly writeError: (text: string) => void;
  /** Whether to colour standard output. */
  readonly hasColours: boolean;
}

const CODES: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, yellow: 33 };

/** Makes a terminal from two streams. */
export function makeTerminal({ write, writeError, hasColours }: TerminalOptions): Terminal {
  function lineOf(parts: readonly StyledText[]): string {
    return parts.map((part) => typeof part === "string" ? printable(part) : paint(...part)).join("") + "\n";
  }
  function paint(style: Style, text: string): string {
    return hasColours ? `\x1b[${CODES[style]}m${printable(text)}\x1b[0m` : printable(text);
  }
  return {
    print: (...line) => write(lineOf(line)),
    printError: (...line) => writeError(lineOf(line)),
  };
}
