/** Requests of one load, as their clients know them. */
export interface Sales {
  /** Answers: the process that gave each, and when it came, in milliseconds. */
  readonly answers: { readonly pid: number; readonly timeMs: number }[];
  /** Requests without an answer. A process may have counted them before it was killed. */
  failed: number;
}

const CONCURRENCY = 8;
const PAUSE_MS = 8;

/** Sends requests, each with a connection of its own, which any of the processes may accept. */
export async function sendRequests(urls: readonly string[], count: number, sales: Sales): Promise<void> {
  let sent = 0;
  async function send(): Promise<void> {
    while (sent < count) {
      const url = urls[sent++ % urls.length] as string;
      try {
        const response = await fetch(url, { headers: { connection: "close" }, signal: AbortSignal.timeout(1000) });
        const text = await response.text();
        if (text !== "sold") throw new Error(text);
        sales.answers.push({ pid: Number(response.headers.get("x-process")), timeMs: Date.now() });
      } catch {
        sales.failed++;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, send));
}
