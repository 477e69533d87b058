/** What one step of work came to. */
export interface Step {
  readonly connections: number;
  readonly isCached: boolean;
}

/** Stands for the application that is observed: look-ups in a cache or a slow database that fails now and then, two queues. */
export class Application {
  /** Jobs that wait, by queue. */
  readonly queues: Record<"mail" | "billing", number> = { mail: 0, billing: 0 };
  /** When the first step was done, in milliseconds since the epoch. */
  startedMs: number | undefined;
  #steps = 0;

  /**
   * Does one step: every fourth goes to the database.
   *
   * @returns What it came to
   * @throws {Error} At every twentieth step: the database cannot be reached
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
