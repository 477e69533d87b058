/** The result of one step. */
export interface Step {
  readonly connections: number;
  readonly isCached: boolean;
}

/** A simulated application: look-ups in a cache or a slow database that sometimes fails, and two queues. */
export class Application {
  /** Waiting jobs, by queue. */
  readonly queues: Record<"mail" | "billing", number> = { mail: 0, billing: 0 };
  /** Unix time of the first step, in milliseconds. */
  startedMs: number | undefined;
  #steps = 0;

  /**
   * Does one step; every fourth asks the database.
   *
   * @returns The result
   * @throws {Error} At every twentieth step, because the database cannot be reached
   */
  async step(): Promise<Step> {
    this.startedMs ??= Date.now();
    const step = ++this.#steps;
    const isCached = step % 4 !== 0;
    this.queues.mail = step % 7;
    this.queues.billing = step % 3;
    await new Promise((resolve) => setTimeout(resolve, isCached ? 1 : 8 + step % 60));
    if (step % 20 === 0) throw new Error("Cannot reach the database");
    return { connections: 20 + step % 30, isCached };
  }
}
