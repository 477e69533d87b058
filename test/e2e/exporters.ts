import { startWorker } from "../runner/worker.ts";
import { type Child, start } from "../support/child.ts";
import type { Consumer } from "./consumer.ts";

/** The example on all runtimes at once. */
export interface Exporters extends AsyncDisposable {
  /** Where `/metrics` is, by runtime. */
  readonly metrics: Readonly<Record<string, string>>;
  /** The processes, of runtimes that have them. */
  readonly children: Readonly<Record<string, Child>>;
}

/** Starts the example on Deno, Bun, Node and workerd, on ports that were free. */
export async function startExporters(consumer: Consumer): Promise<Exporters> {
  await using stack = new AsyncDisposableStack();
  const { worker } = await startWorker(`export { default } from "${consumer.npm}/worker.ts"`);
  stack.defer(() => worker.dispose());
  const children: Record<string, Child> = {};
  for (const runtime of ["deno", "bun", "node"] as const) {
    const { command, cwd } = consumer.command(runtime);
    children[runtime] = stack.use(start(command, { cwd }));
  }
  const metrics: Record<string, string> = { workerd: new URL("/metrics", await worker.ready).href };
  for (const [runtime, child] of Object.entries(children)) {
    metrics[runtime] = `http://127.0.0.1:${new URL(await child.url).port}/metrics`;
  }
  const kept = stack.move();
  return { metrics, children, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
