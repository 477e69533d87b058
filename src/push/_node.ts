/** Modules of Node, which Deno and Bun have, too. */
interface NodeModules {
  readonly dgram: typeof import("node:dgram");
  readonly fs: typeof import("node:fs/promises");
  readonly net: typeof import("node:net");
  readonly timers: Pick<typeof import("node:timers"), "clearTimeout" | "setTimeout">;
}

/** The part of `process` that is used here. */
interface ProcessLike {
  getBuiltinModule?(name: string): unknown;
}

const NAMES = { dgram: "node:dgram", fs: "node:fs/promises", net: "node:net", timers: "node:timers" } as const;

/** Returns a module, if the runtime has it. It is not imported, because bundlers for other runtimes could not resolve it. */
export function findNodeModule<K extends keyof NodeModules>(name: K): NodeModules[K] | undefined {
  const { process: own } = globalThis as unknown as { readonly process?: ProcessLike };
  return own?.getBuiltinModule?.(NAMES[name]) as NodeModules[K] | undefined;
}

/**
 * Returns a module.
 *
 * @param name Which module
 * @param what What needs it, for the message
 * @throws {Error} If the runtime does not have it, such as Cloudflare Workers, or Node before 20.16
 */
export function nodeModule<K extends keyof NodeModules>(name: K, what: string): NodeModules[K] {
  const module = findNodeModule(name);
  if (module === undefined) throw new Error(`Cannot push to ${what}: this needs Node 20.16 or later, Deno or Bun`);
  return module;
}
