import { isLabelName } from "../../model/names.ts";
import { UsageError } from "./source.ts";

/**
 * Reads the values of the flag `--label`.
 *
 * @throws {UsageError} If one is not `name=value`
 */
export function readLabels(values: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(values.map((text) => {
    const [, name = "", value = ""] = /^([^=]+)=([^]*)$/.exec(text) ?? [];
    if (!isLabelName(name)) throw new UsageError(`--label must be name=value, current value is "${text}"`);
    return [name, value];
  }));
}
