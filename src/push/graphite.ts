import { samplesOf, type TextSample } from "../exposition/text_samples.ts";
import { nodeModule } from "./_node.ts";
import type { Sink } from "./sink.ts";

/** Options of {@linkcode graphite}. */
export interface GraphiteOptions {
  /** Name or address of the server. */
  readonly host: string;
  /**
   * TCP port of the plaintext protocol.
   *
   * @default {2003}
   */
  readonly port?: number | undefined;
  /**
   * Prefix of all paths, such as `shop.eu`.
   *
   * @default {""}
   */
  readonly prefix?: string | undefined;
  /**
   * Whether labels become tags (`name;region=eu`), or parts of the path (`name.region.eu`) for Graphite before 1.1.
   *
   * @default {true}
   */
  readonly tags?: boolean | undefined;
  /**
   * Seconds to wait for the server.
   *
   * @default {10}
   */
  readonly timeoutSeconds?: number | undefined;
}

/**
 * Pushes to Graphite in its plaintext protocol, over one TCP connection for each push. Histograms and summaries are sent as
 * their samples; NaN and infinities, which Graphite does not have, are left out.
 *
 * @example Push once
 * ```ts ignore
 * import { Registry } from "@webprom/exporter";
 * import { graphite } from "@webprom/exporter/push";
 *
 * await graphite({ host: "localhost", prefix: "shop" }).send(new Registry());
 * ```
 *
 * @param options Address, prefix and tags
 * @returns The sink
 */
export function graphite(options: GraphiteOptions): Sink {
  const { host, port = 2003, prefix = "", tags = true, timeoutSeconds = 10 } = options;
  const start = prefix === "" ? "" : `${prefix}.`;
  return {
    name: "graphite",
    async send(gatherer, { signal } = {}) {
      const families = await gatherer.gather({ ...signal && { signal } });
      const now = Date.now();
      let text = "";
      for (const family of families) {
        for (const sample of samplesOf(family)) {
          if (!Number.isFinite(sample.value)) continue;
          const path = tags ? taggedPath(sample) : dottedPath(sample);
          text += `${start}${path} ${sample.value} ${Math.floor((sample.timestampMs ?? now) / 1000)}\n`;
        }
      }
      const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
      await write(host, port, text, signal === undefined ? timeout : AbortSignal.any([signal, timeout]));
    },
    close: () => Promise.resolve(),
  };
}

function taggedPath({ name, labels }: TextSample): string {
  const tags = Object.entries(labels).filter(([, value]) => value !== "").map(([label, value]) =>
    `;${label.replace(/[;!^=\s]/g, "_")}=${value.replace(/[;\s]/g, "_").replace(/^~/, "_")}`
  );
  return clean(name) + tags.join("");
}

function dottedPath({ name, labels }: TextSample): string {
  return [name, ...Object.entries(labels).filter(([, value]) => value !== "").flat()].map(clean).join(".");
}

function clean(text: string): string {
  return text.replace(/[^\w:-]/g, "_");
}

/** Settles when the server has read everything and closed, or the signal is aborted. */
function write(host: string, port: number, text: string, signal: AbortSignal): Promise<void> {
  const { connect } = nodeModule("net", "Graphite");
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect(port, host);
    const abort = () => socket.destroy(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    signal.addEventListener("abort", abort, { once: true });
    socket.on(
      "error",
      (error) => reject(new Error(`Cannot push to Graphite at ${host}:${port}: ${error.message}`, { cause: error })),
    );
    socket.on("close", () => {
      signal.removeEventListener("abort", abort);
      resolve(); // after an error, the promise is settled already
    });
    socket.resume().end(text);
  });
}
