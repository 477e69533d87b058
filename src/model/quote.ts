/**
 * Formats a value for an error message, so that a text differs from a number: `"5"`, `5`, `5n`.
 *
 * @param value Any value
 * @returns JSON if possible, else the result of `String()`
 */
export function quote(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  try {
    return (typeof value === "number" ? undefined : JSON.stringify(value)) ?? String(value);
  } catch {
    return String(value);
  }
}
