import { assemble } from "./protobuf/assemble.ts";

/** An input, and what a parser owes it. */
export interface Case {
  /** Begins with `bad_` if the input must be refused. */
  readonly name: string;
  /** What is wrong, or what is right though it may not look so. */
  readonly reason: string;
  /** By library that decides otherwise: what it does, and the sentence that decides against it. */
  readonly deviations: Readonly<Record<string, string>>;
  readonly input: Uint8Array;
  /** What a writer makes of it again; not told by every case. */
  readonly expected?: string;
}

/** Whether the input must be refused. */
export function isBad({ name }: Case): boolean {
  return name.startsWith("bad_");
}

/**
 * Reads cases as people write them. Each has a line of its own name and reason; below it, lines of input begin with `|`
 * and those of what is expected with `>`; a library that decides otherwise has a line such as `python accepts: …`.
 *
 * Input that could not be seen is written so: `␠` space, `␉` tab, `␍` carriage return, `␀` null, `⟨c3 28⟩` bytes, `⟨61×128⟩`
 * the same byte many times, and `␄` at its end: no line feed.
 */
export function textCases({ raw }: TemplateStringsArray): readonly Case[] {
  return casesOf(written(raw), (text) => bytesOf(text.replace(/␄\n$/, "")));
}

/** Reads cases of protobuf, whose input is described as {@linkcode assemble} says. */
export function protobufCases({ raw }: TemplateStringsArray): readonly Case[] {
  return casesOf(written(raw), assemble);
}

/** The text as it was written: Bun gives characters beyond ASCII as escapes, even where all is raw. */
function written(raw: readonly string[]): string {
  return raw.join("").replace(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2}))/gi, (escape, ...codes) => {
    const code = parseInt(codes.slice(0, 3).join(""), 16);
    return code < 128 ? escape : String.fromCodePoint(code);
  });
}

function casesOf(text: string, inputOf: (text: string) => Uint8Array): Case[] {
  return text.trim().split(/\n\n+/).map((block) => {
    const [title = "", ...lines] = block.split("\n");
    const [, name, reason] = /^(\w+): (.+)$/.exec(title) ?? [];
    if (name === undefined || reason === undefined) throw new SyntaxError(`Case has no title: ${block}`);
    const linesWith = (mark: string) =>
      lines.filter((line) => line.startsWith(mark)).map((line) => `${line.slice(2)}\n`);
    const deviations = Object.fromEntries(
      lines.flatMap((line) => {
        const [, library, words] = /^(python|go) ((?:accepts|rejects): .+)$/.exec(line) ?? [];
        return library !== undefined && words !== undefined ? [[library, words]] : [];
      }),
    );
    const [input, expected] = [linesWith("|"), linesWith(">")];
    const odd = lines.length - input.length - expected.length - Object.keys(deviations).length;
    if (odd > 0) throw new SyntaxError(`Case has a line that says nothing: ${block}`);
    return {
      name,
      reason,
      deviations,
      input: inputOf(input.join("")),
      ...expected.length > 0 && { expected: visible(expected.join("")) },
    };
  });
}

const VISIBLE: Readonly<Record<string, string>> = { "␠": " ", "␉": "\t", "␍": "\r", "␀": "\0" };

function visible(text: string): string {
  return text.replace(/[␠␉␍␀]/g, (char) => VISIBLE[char] ?? char);
}

function bytesOf(text: string): Uint8Array {
  const encoder = new TextEncoder();
  const parts = text.split(/(⟨[^⟩]*⟩)/).map((part) => {
    const [, hex = "", count = "1"] = /^⟨([0-9a-f ]+)(?:×(\d+))?⟩$/.exec(part) ?? [];
    if (hex === "") return [...encoder.encode(visible(part))];
    const bytes = hex.split(" ").map((byte) => parseInt(byte, 16));
    return Array.from({ length: Number(count) }, () => bytes).flat();
  });
  return Uint8Array.from(parts.flat());
}
