import type { Logger } from "../../app/log/logger.ts";
import type { CliHost, Worker } from "./cli_host.ts";

/** Time before a worker that has ended is replaced, in milliseconds; doubled for each that ends soon after its start. */
const RESTART_MS = 100;
const MAX_RESTART_MS = 30_000;
/** A worker that lives longer than this has started well. */
const GOOD_MS = 10_000;

/** Starts workers, replaces those that end, and ends them after a signal. */
export class Workers {
  readonly #host: CliHost;
  readonly #logger: Logger;
  readonly #running = new Set<Worker>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  /** Time at which the first worker started. */
  #startMs = 0;
  #isEnding = false;
  /** Ends `run()` with an exit code. */
  #end: (code: number) => void = () => {};

  /**
   * Creates a supervisor without workers.
   *
   * @param host The runtime
   * @param logger Output for workers that end
   */
  constructor(host: CliHost, logger: Logger) {
    this.#host = host;
    this.#logger = logger;
  }

  /**
   * Keeps a number of workers running until SIGINT or SIGTERM.
   *
   * @param count Number of workers
   * @returns The exit code: 0 after a signal, or that of a worker which failed while the program started
   */
  async run(count: number): Promise<number> {
    const ended = new Promise<number>((resolve) => this.#end = resolve);
    const stopSignals = this.#handleSignals();
    this.#startMs = performance.now();
    for (let i = 0; i < count; i++) this.#start(RESTART_MS);
    const code = await ended;
    this.#isEnding = true;
    stopSignals(); // a second signal is not handled, and ends the process immediately
    for (const timer of this.#timers) clearTimeout(timer);
    const running = [...this.#running];
    for (const worker of running) worker.kill("SIGTERM");
    await Promise.all(running.map(({ ended }) => ended));
    return code;
  }

  #start(restartMs: number): void {
    const startMs = performance.now();
    const worker = this.#host.startWorker();
    this.#running.add(worker);
    void worker.ended.then((reason) => {
      this.#running.delete(worker);
      if (this.#isEnding) return;
      const nowMs = performance.now();
      // What prevents a worker from starting, such as a port in use, prevents the next one too. The worker has said what it is.
      if (typeof reason === "number" && reason > 0 && nowMs - this.#startMs < GOOD_MS) return this.#end(reason);
      const waitMs = nowMs - startMs > GOOD_MS ? RESTART_MS : restartMs;
      this.#logger.warn("Worker ended, starting another one", { reason, wait_seconds: waitMs / 1000 });
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        this.#start(Math.min(waitMs * 2, MAX_RESTART_MS));
      }, waitMs);
      this.#timers.add(timer);
    });
  }

  /** Ends at SIGINT and SIGTERM, and passes SIGHUP on. Returns a function that stops doing so. */
  #handleSignals(): () => void {
    const stops = (["SIGINT", "SIGTERM"] as const).map((signal) =>
      this.#host.onSignal(signal, () => {
        this.#logger.info("Closing", { signal });
        this.#end(0);
      })
    );
    stops.push(this.#host.onSignal("SIGHUP", () => {
      for (const worker of this.#running) worker.kill("SIGHUP");
    }));
    return () => stops.forEach((stop) => stop());
  }
}
