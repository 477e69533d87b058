/**
 * Makes bytes of a description, word by word:
 *
 * - `4: { … }` a field that holds a message, `{ … }` a message behind its length
 * - `1: "up"` text, `1: 2.0` a double, `3: -inf` or `3: nan` too, `3: 5` a number without a sign, `5: -1z` one with
 * - `1:2` a tag of that number and wire type alone, behind which anything can follow: `5` a number, `⟨ff 01⟩` bytes
 * - `# …` says something to the reader
 *
 * The lengths of messages and texts are filled in.
 */
export function assemble(text: string): Uint8Array {
  const words = text.replace(/#.*/g, "").match(/"(?:[^"\\]|\\.)*"|⟨[^⟩]*⟩|[^\s"⟨]+/g) ?? [];
  return Uint8Array.from(bytesUntilEnd(words, { at: 0 }));
}

const NUMBER = /^(?:-?\d+\.\d+(?:e[-+]?\d+)?|-?inf|nan)$/;

function bytesUntilEnd(words: readonly string[], place: { at: number }): number[] {
  const bytes: number[] = [];
  while (place.at < words.length && words[place.at] !== "}") {
    const word = words[place.at++] as string;
    const [, field, type] = /^(\d+):(\d?)$/.exec(word) ?? [];
    if (field !== undefined) {
      bytes.push(...varint(BigInt(field) << 3n | BigInt(type || wireType(words[place.at] ?? ""))));
    } else if (word === "{") bytes.push(...withLength(bytesUntilEnd(words, place)), ...closed(words, place));
    else bytes.push(...valueOf(word));
  }
  return bytes;
}

function closed(words: readonly string[], place: { at: number }): [] {
  if (words[place.at++] !== "}") throw new SyntaxError("Description has a message without end");
  return [];
}

function wireType(value: string): number {
  if (NUMBER.test(value)) return 1;
  return /^-?\d/.test(value) ? 0 : 2;
}

function valueOf(word: string): readonly number[] {
  if (word.startsWith('"')) return withLength([...new TextEncoder().encode(JSON.parse(word))]);
  if (word.startsWith("⟨")) return word.slice(1, -1).split(" ").map((byte) => parseInt(byte, 16));
  if (NUMBER.test(word)) return [...double(Number(word.replace("inf", "Infinity").replace("nan", "NaN")))];
  if (/^-?\d+z$/.test(word)) return varint(zigzag(BigInt(word.slice(0, -1))));
  if (/^-?\d+$/.test(word)) return varint(BigInt.asUintN(64, BigInt(word)));
  throw new SyntaxError(`Description has a word that says nothing: ${word}`);
}

function withLength(bytes: readonly number[]): readonly number[] {
  return [...varint(BigInt(bytes.length)), ...bytes];
}

function zigzag(value: bigint): bigint {
  return value < 0n ? -value * 2n - 1n : value * 2n;
}

function varint(value: bigint): readonly number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
}

function double(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return new Uint8Array(view.buffer);
}
