/** Marks what JSON does not have. A text that begins with it is marked, too. */
const MARK = "\0#";
/** First item of a list that stands for an object; as an object itself, it is not taken for a text that begins so. */
const OBJECT = new String(`${MARK}{}`);

/**
 * Writes a value as JSON, with NaN and infinities. Objects whose names of properties need escapes are written as lists,
 * because V8 reads some of these names wrongly.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part) => {
    if (typeof part === "number" && !Number.isFinite(part)) return MARK + part;
    if (typeof part === "string") return part.startsWith(MARK) ? MARK + part : part;
    if (part === OBJECT) return part;
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    // deno-lint-ignore no-control-regex
    return Object.keys(part).some((name) => /["\\\0-\x1f\ud800-\udfff]/.test(name))
      ? [OBJECT, ...Object.entries(part).flat()]
      : part;
  });
}

/** Reads what {@linkcode toJson} has written. */
export function fromJson(text: string): unknown {
  if (!text.includes("\\u0000#")) return JSON.parse(text);
  return JSON.parse(text, (_, part) => {
    if (Array.isArray(part) && part[0] === OBJECT) return objectOf(part);
    if (typeof part !== "string" || !part.startsWith(MARK)) return part;
    if (part === String(OBJECT)) return OBJECT;
    const rest = part.slice(MARK.length);
    return rest.startsWith(MARK) ? rest : Number(rest);
  });
}

function objectOf(list: readonly unknown[]): object {
  const entries: [string, unknown][] = [];
  for (let i = 1; i < list.length; i += 2) entries.push([list[i] as string, list[i + 1]]);
  return Object.fromEntries(entries);
}
