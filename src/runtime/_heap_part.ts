import { gauge } from "./_families.ts";
import type { MakePart } from "./_part.ts";
import type { HeapSpace } from "./probe.ts";

/** Reports the size of the heap, and of each of its spaces if the runtime knows them. */
export function heapPart(prefix: string): MakePart {
  return ({ probe }) => ({
    *collect() {
      const heap = probe.heap?.();
      yield* gauge(`${prefix}_heap_size_used_bytes`, "Size of the objects in the heap in bytes.", heap?.usedBytes);
      yield* gauge(`${prefix}_heap_size_total_bytes`, "Size of the heap in bytes.", heap?.totalBytes);
      yield* gauge(`${prefix}_heap_size_limit_bytes`, "Maximum heap size in bytes.", heap?.limitBytes);
      yield* gauge(
        `${prefix}_external_memory_bytes`,
        "Memory outside the heap that is held by its objects, in bytes.",
        heap?.externalBytes,
      );
      yield* gauge(`${prefix}_array_buffers_bytes`, "Size of array buffers in bytes.", heap?.arrayBufferBytes);

      const spaces = probe.heapSpaces?.() ?? [];
      const sizes = (pick: (space: HeapSpace) => number) =>
        spaces.map((space) => ({ labels: { space: space.space }, value: pick(space) }));
      const names = `${prefix}_heap_space_size`;
      yield* gauge(
        `${names}_used_bytes`,
        "Size of the objects in each space of the heap in bytes.",
        sizes(({ usedBytes }) => usedBytes),
      );
      yield* gauge(
        `${names}_total_bytes`,
        "Size of each space of the heap in bytes.",
        sizes(({ totalBytes }) => totalBytes),
      );
      yield* gauge(
        `${names}_available_bytes`,
        "Free size of each space of the heap in bytes.",
        sizes(({ availableBytes }) => availableBytes),
      );
    },
  });
}
