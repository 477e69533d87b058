import type { MergeSource } from "../merge/merge_families.ts";
import type { Identity } from "./_message.ts";

/** Names the instances by their labels. Isolates with the same label, such as threads without an ID, are numbered. */
export function withInstances(sources: readonly (MergeSource & Identity)[]): MergeSource[] {
  const numbers = new Map<string, number>();
  return sources.toSorted((one, other) => one.id < other.id ? -1 : 1).map((source) => {
    const number = (numbers.get(source.label) ?? 0) + 1;
    numbers.set(source.label, number);
    return { ...source, instance: number === 1 ? source.label : `${source.label}.${number}` };
  });
}
