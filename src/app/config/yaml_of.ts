/** Texts that every YAML parser reads as text without quotes. */
const PLAIN = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_/.][\w/.-]*$/i;
const NUMBER_LIKE = /^[.\d]/;

/**
 * Writes a JSON value as YAML.
 *
 * @param value Mappings, lists and scalars
 * @returns The YAML, with a line feed after each line
 */
export function yamlOf(value: unknown): string {
  return linesOf(value).map((line) => `${line}\n`).join("");
}

function linesOf(value: unknown): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item) => indent(linesOf(item), "- "));
  if (!isMapping(value)) return [scalarOf(value)];
  return Object.entries(value).flatMap(([key, field]) => {
    const lines = linesOf(field);
    return isNested(field) ? [`${scalarOf(key)}:`, ...indent(lines, "  ")] : [`${scalarOf(key)}: ${lines.join("")}`];
  });
}

function indent(lines: readonly string[], first: string): string[] {
  return lines.map((line, i) => (i === 0 ? first : "  ") + line);
}

function isNested(value: unknown): boolean {
  return isMapping(value) || Array.isArray(value) && value.length > 0;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

function scalarOf(value: unknown): string {
  const isPlain = typeof value === "string" && PLAIN.test(value) && !NUMBER_LIKE.test(value);
  return isPlain ? value : JSON.stringify(value) ?? "null";
}
