import { samplesOf, type TextSample } from "../exposition/text_samples.ts";
import { labelsKey } from "../model/labels_key.ts";
import { nodeModule } from "./_node.ts";
import type { Sink } from "./sink.ts";

/** Options of {@linkcode statsd}. */
export interface StatsdOptions {
  /** Name or address of the server. */
  readonly host: string;
  /**
   * UDP port.
   *
   * @default {8125}
   */
  readonly port?: number | undefined;
  /**
   * Prefix of all names, such as `shop.`.
   *
   * @default {""}
   */
  readonly prefix?: string | undefined;
  /**
   * Whether labels become tags (`|#region:eu`, as DogStatsD has them), or parts of the name (`name.region.eu`).
   *
   * @default {true}
   */
  readonly tags?: boolean | undefined;
}

/** Bytes of a packet that every network takes whole. */
const MAX_PACKET = 1432;

/**
 * Pushes to a StatsD server. Counters, buckets, sums and counts are sent as their increase since the last push (`|c`), all
 * else as gauges (`|g`). UDP does not report losses: an increase that is lost is not repeated.
 *
 * @example Push once
 * ```ts ignore
 * import { Registry } from "@webprom/exporter";
 * import { statsd } from "@webprom/exporter/push";
 *
 * await statsd({ host: "localhost" }).send(new Registry());
 * ```
 *
 * @param options Address, prefix and tags
 * @returns The sink
 */
export function statsd({ host, port = 8125, prefix = "", tags = true }: StatsdOptions): Sink {
  let totals: ReadonlyMap<string, number> = new Map();
  return {
    name: "statsd",
    async send(gatherer, { signal } = {}) {
      const families = await gatherer.gather({ ...signal && { signal } });
      signal?.throwIfAborted();
      const next = new Map<string, number>();
      const lines: string[] = [];
      for (const sample of families.flatMap(samplesOf)) {
        if (!Number.isFinite(sample.value)) continue;
        const name = prefix + (tags ? clean(sample.name) : dotted(sample));
        const tail = tags ? tagsOf(sample) : "";
        if (!sample.isTotal) {
          // A number with a sign changes the gauge instead of setting it.
          if (sample.value < 0) lines.push(`${name}:0|g${tail}`);
          lines.push(`${name}:${sample.value}|g${tail}`);
          continue;
        }
        const key = `${sample.name}${labelsKey(sample.labels)}`;
        const before = totals.get(key) ?? 0;
        next.set(key, sample.value);
        // A smaller total has started again at 0.
        const increase = sample.value < before ? sample.value : sample.value - before;
        if (increase !== 0) lines.push(`${name}:${increase}|c${tail}`);
      }
      await sendPackets(host, port, packetsOf(lines));
      totals = next;
    },
    close: () => Promise.resolve(),
  };
}

function tagsOf({ labels }: TextSample): string {
  const tags = Object.entries(labels).filter(([, value]) => value !== "").map(([label, value]) =>
    `${clean(label)}:${value.replace(/[,|#\n]/g, "_")}`
  );
  return tags.length === 0 ? "" : `|#${tags.join(",")}`;
}

function dotted({ name, labels }: TextSample): string {
  return [name, ...Object.entries(labels).filter(([, value]) => value !== "").flat()].map(clean).join(".");
}

function clean(text: string): string {
  return text.replace(/[^\w-]/g, "_");
}

/** Fills packets with whole lines. */
function packetsOf(lines: readonly string[]): readonly Uint8Array[] {
  const encoder = new TextEncoder();
  const packets: string[][] = [];
  let length = Infinity;
  for (const line of lines) {
    const size = encoder.encode(line).length + 1;
    if (length + size > MAX_PACKET) {
      packets.push([]);
      length = 0;
    }
    packets.at(-1)?.push(line);
    length += size;
  }
  return packets.map((packet) => encoder.encode(packet.join("\n")));
}

async function sendPackets(host: string, port: number, packets: readonly Uint8Array[]): Promise<void> {
  if (packets.length === 0) return;
  const socket = nodeModule("dgram", "StatsD").createSocket(host.includes(":") ? "udp6" : "udp4");
  try {
    for (const packet of packets) {
      await new Promise<void>((resolve, reject) => {
        socket.once("error", reject);
        socket.send(packet, port, host, (error) => {
          socket.off("error", reject);
          error ? reject(error) : resolve();
        });
      });
    }
  } finally {
    socket.close();
  }
}
