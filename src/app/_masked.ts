/** Names of what must not be told, beside what is a `Secret` by itself. */
const SECRET =
  /(?:^|[_-])pass$|pass(?:word|wd|phrase)$|secret|token|credential|api_?key|private_?key|authorization|cookie/i;

/**
 * Makes a copy of a configuration that anybody may read: as JSON has it, with secrets masked, also in addresses.
 *
 * @param config The configuration
 * @returns The copy
 */
export function masked(config: unknown): unknown {
  const text = JSON.stringify(config, (name, value) => maskedField(name, value));
  return text === undefined ? undefined : JSON.parse(text);
}

/** A mapping or list under a telling name stays: what is in it has names of its own. */
function maskedField(name: string, value: unknown): unknown {
  if (typeof value === "number" && SECRET.test(name)) return "<secret>";
  if (typeof value !== "string" || value === "") return value;
  if (SECRET.test(name)) return "<secret>";
  return value.replace(/^([a-z][a-z\d+.-]*:\/\/[^\s/?#:@]*):[^\s/?#]*@/i, "$1:<secret>@");
}
