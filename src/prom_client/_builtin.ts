/**
 * Returns a module of Node. It is not imported, so this folder loads on every runtime, and bundlers need no shim.
 *
 * @param name Name of the module, such as `node:http`
 * @returns The module, or `undefined` if the runtime does not have it, such as Node before 20.16
 */
export function builtinModule<T extends object>(name: string): T | undefined {
  const { process: host } = globalThis as unknown as {
    readonly process?: { getBuiltinModule?(name: string): unknown };
  };
  return host?.getBuiltinModule?.(name) as T | undefined;
}
