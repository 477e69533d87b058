/** Modules of Node, which Deno and Bun have, too. */
export interface NodeModules {
  readonly cluster: typeof import("node:cluster").default;
  readonly fs: typeof import("node:fs");
  readonly net: typeof import("node:net");
  readonly os: typeof import("node:os");
  readonly process: typeof import("node:process");
  readonly threads: typeof import("node:worker_threads");
  readonly timers: typeof import("node:timers");
}

/** The part of `process` that is used here. */
interface ProcessLike {
  getBuiltinModule?(name: string): object | undefined;
}

/**
 * Returns the modules. They are not imported, because bundlers for other runtimes could not resolve them.
 *
 * @throws {Error} If the runtime does not have them, such as Cloudflare Workers, or Node before 20.16
 */
export function nodeModules(): NodeModules {
  const { process: own } = globalThis as unknown as { readonly process?: ProcessLike };
  const find = (name: string) => own?.getBuiltinModule?.(`node:${name}`);
  const modules = {
    cluster: find("cluster"),
    fs: find("fs"),
    net: find("net"),
    os: find("os"),
    process: own,
    threads: find("worker_threads"),
    timers: find("timers"),
  };
  const isComplete = Object.values(modules).every((module) => module !== undefined);
  if (!isComplete) throw new Error("Cannot share registry: this needs Node 20.16 or later, Deno or Bun");
  return modules as unknown as NodeModules; // their names say what they are
}

/**
 * Runs a task regularly, without keeping the process alive.
 *
 * @param ms Interval in milliseconds
 * @param task What to run
 * @returns A function that ends it
 */
export function startInterval(ms: number, task: () => void): () => void {
  const { process: own } = globalThis as unknown as { readonly process?: ProcessLike };
  const timers = own?.getBuiltinModule?.("node:timers") as NodeModules["timers"] | undefined;
  if (timers === undefined) {
    const timer = setInterval(task, ms);
    return () => clearInterval(timer);
  }
  const timer = timers.setInterval(task, ms).unref(); // the global timers of Deno are numbers, which have no unref()
  return () => timers.clearInterval(timer);
}
