import { makeTerminal, type Terminal } from "../../src/entry/cli/terminal.ts";

/** A terminal that keeps what it is given. */
export interface RecordedTerminal extends Terminal {
  /** The answer, in lines. */
  readonly lines: readonly string[];
  /** What went wrong, in lines. */
  readonly complaints: readonly string[];
}

/** Makes a terminal without a screen. */
export function recordTerminal(hasColours = false): RecordedTerminal {
  const output = { answer: "", complaints: "" };
  const terminal = makeTerminal({
    write: (text) => output.answer += text,
    writeError: (text) => output.complaints += text,
    hasColours,
  });
  return {
    ...terminal,
    get lines() {
      return output.answer.split("\n").slice(0, -1);
    },
    get complaints() {
      return output.complaints.split("\n").slice(0, -1);
    },
  };
}
