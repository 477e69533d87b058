import { printable } from "../../app/log/printable.ts";

/** How a part of a line looks, where there are colours. */
export type Style = "bold" | "dim" | "red" | "yellow";

/** A part of a line: text, or text that looks in some way. */
export type Part = string | readonly [style: Style, text: string];

/** Whom a command talks to. No text that it is given can do more there than be read. */
export interface Terminal {
  /** Writes a line of the answer. */
  print(...line: readonly Part[]): void;
  /** Writes a line about what went wrong. */
  complain(...line: readonly Part[]): void;
}

/** Where the lines of a terminal go. */
export interface TerminalOptions {
  /** Takes the answer, in whole lines. */
  readonly write: (text: string) => void;
  /** Takes what went wrong, in whole lines. */
  readonly writeError: (text: string) => void;
  /** Whether the answer is shown in colours. */
  readonly hasColours: boolean;
}

const CODES: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, yellow: 33 };

/** Makes a terminal of two streams. */
export function makeTerminal({ write, writeError, hasColours }: TerminalOptions): Terminal {
  function lineOf(parts: readonly Part[]): string {
    return parts.map((part) => typeof part === "string" ? printable(part) : paint(...part)).join("") + "\n";
  }
  function paint(style: Style, text: string): string {
    return hasColours ? `\x1b[${CODES[style]}m${printable(text)}\x1b[0m` : printable(text);
  }
  return {
    print: (...line) => write(lineOf(line)),
    complain: (...line) => writeError(lineOf(line)),
  };
}
