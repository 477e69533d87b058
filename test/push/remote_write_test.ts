import { describe, it } from "node:test";
import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { gaugeFamily, type HistogramPoint, type MetricFamily, type PointHead, Registry } from "@webprom/exporter";
import { PushError, remoteWriter, type RemoteWriterOptions } from "@webprom/exporter/push";
import snappy from "snappyjs";
import { HttpClient } from "../../src/push/http_client.ts";
import { Delivery } from "../../src/push/remote_write/delivery.ts";
import { compress } from "../../src/push/remote_write/snappy.ts";
import { RequestBuilder } from "../../src/push/remote_write/request_builder.ts";
import { RequestEncoder } from "../../src/push/remote_write/request_encoder.ts";
import { samplesOf } from "../../src/exposition/text_samples.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { property } from "../support/property.ts";
import { RandomFamilies } from "../support/random_families.ts";
import { readRequest, type ReadSeries } from "./_write_messages.ts";

const WRITTEN = { "x-prometheus-remote-write-samples-written": "1" };
const NOW = 1_700_000_000_000;

interface Got {
  readonly headers: Headers;
  readonly series: readonly ReadSeries[];
}

/** A writer whose receiver answers as it is told, and otherwise accepts everything. */
function writer(options: Partial<RemoteWriterOptions> = {}, answers: readonly (Response | Error)[] = []) {
  const got: Got[] = [];
  const left = [...answers];
  const clock = new ManualClock();
  clock.wallMs = NOW;
  const problems: string[] = [];
  const sink = remoteWriter({
    url: "http://h/api/v1/write",
    minBackoffSeconds: 0.001,
    clock,
    onProblem: ({ message }) => problems.push(message),
    fetch: (_, { headers, body }) => {
      const read = new Headers(headers);
      const version = read.get("x-prometheus-remote-write-version") === "2.0.0" ? 2 : 1;
      got.push({ headers: read, ...readRequest(body as Uint8Array, version) });
      const answer = left.shift() ?? new Response(null, { status: 204, headers: version === 2 ? WRITTEN : {} });
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    ...options,
  });
  return { sink, got, clock, problems };
}

function of(...families: readonly MetricFamily[]): { gather(): Promise<readonly MetricFamily[]> } {
  return { gather: () => Promise.resolve(families) };
}

function up(value = 1): MetricFamily {
  return gaugeFamily("up", "Whether it runs.", [{ labels: {}, value }]);
}

function isStale(bytes: Uint8Array): boolean {
  const text = Array.from(new Uint8Array(snappy.uncompress(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
  return text.includes("09020000000000f07f");
}

/** Lists samples as text, in any order. */
function list(samples: readonly { name: string; labels: Readonly<Record<string, string>>; value: number }[]): string[] {
  return samples.map(({ name, labels, value }) => {
    const set = Object.entries(labels).filter(([, value]) => value !== "").sort();
    return JSON.stringify([name, set, String(value)]);
  }).sort();
}

describe("remoteWriter()", () => {
  it("sends every type with labels, metadata, exemplars and start times", async () => {
    const registry = new Registry();
    const jobs = registry.counter({ name: "jobs_total", help: "Jobs.", labelNames: ["kind"] });
    jobs.labels({ kind: "a" }).inc(3, { trace_id: "t" });
    registry.gauge({ name: "size_bytes", help: "Size.", unit: "bytes" }).set(2);
    const seconds = registry.histogram({ name: "seconds", help: "", buckets: [1], native: { factor: 1.1 } });
    seconds.observe(0.5);
    seconds.observe(3);
    const { sink, got } = writer({ labels: { job: "shop", kind: "sender" } });
    await sink.send(registry);
    const { headers, series } = got[0] as Got;
    assertEquals(headers.get("content-encoding"), "snappy");
    assertEquals(headers.get("content-type"), "application/x-protobuf;proto=io.prometheus.write.v2.Request");
    const find = (name: string, le?: string) =>
      series.find(({ labels }) => labels["__name__"] === name && labels["le"] === le) as ReadSeries;
    const total = find("jobs_total");
    assertEquals(Object.entries(total.labels), [
      ["__name__", "jobs_total"],
      ["exported_kind", "a"],
      ["job", "shop"],
      ["kind", "sender"],
    ]);
    assertEquals(total.metadata, { type: 1, help: "Jobs.", unit: "" });
    assertEquals(total.exemplars.map(({ labels, value }) => ({ labels, value })), [{
      labels: { trace_id: "t" },
      value: 3,
    }]);
    const [sample] = total.samples;
    assert((sample?.["start_timestamp"] ?? 0) > NOW);
    assertEquals([sample?.["value"], sample?.["timestamp"]], [3, NOW]);
    assertEquals(find("size_bytes").metadata, { type: 2, help: "Size.", unit: "bytes" });
    assertEquals(find("seconds_bucket", "1").samples[0]?.["value"], 1);
    assertEquals(find("seconds_bucket", "+Inf").samples[0]?.["value"], 2);
    const [native] = find("seconds").histograms;
    assertEquals([native?.["count_int"], native?.["sum"], native?.["schema"]], [2, 3.5, 3]);
    assertEquals(native?.["positive_deltas"], [1, 0]);
  });

  it("sends classic histograms with custom buckets", async () => {
    const registry = new Registry();
    const seconds = registry.histogram({ name: "seconds", help: "", buckets: [1, 2, 4, 8] });
    for (const value of [1.5, 3, 3, 9]) seconds.observe(value);
    const { sink, got } = writer({ classicHistograms: "nhcb" });
    await sink.send(registry);
    const { series } = got[0] as Got;
    assertEquals(series.length, 1);
    const { schema, custom_values, positive_spans, positive_deltas, count_int } = series[0]?.histograms[0] as Record<
      string,
      unknown
    >;
    assertEquals({ schema, custom_values, positive_spans, positive_deltas, count_int }, {
      schema: -53,
      custom_values: [1, 2, 4, 8],
      positive_spans: [{ offset: 1, length: 4 }],
      positive_deltas: [1, 1, -2, 1],
      count_int: 4,
    });
  });

  it("ends series that have gone, and all when it is closed", async () => {
    const bodies: Uint8Array[] = [];
    const { sink, clock } = writer({
      fetch: (_, { body }) => {
        bodies.push(body as Uint8Array);
        return Promise.resolve(new Response(null, { status: 204, headers: WRITTEN }));
      },
    });
    await sink.send(of(up(), gaugeFamily("other", "", [{ labels: {}, value: 1 }])));
    clock.wallMs += 1000;
    await sink.send(of(up()));
    clock.wallMs += 1000;
    await sink.send(of(up()));
    clock.wallMs += 1000;
    await sink.close();
    assertEquals(bodies.map(isStale), [false, true, false, true]);
    const last = readRequest(bodies[3] as Uint8Array, 2).series;
    assertEquals(last.map(({ labels, samples }) => [labels["__name__"], samples[0]?.["timestamp"]]), [[
      "up",
      NOW + 3000,
    ]]);
  });

  it("follows a series of a live registry that is removed and comes back", async () => {
    const registry = new Registry();
    const level = registry.gauge({ name: "level", help: "", labelNames: ["room"] });
    level.set({ room: "a" }, 1);
    level.set({ room: "b" }, 2);
    const { sink, got, clock } = writer();
    const send = async () => {
      clock.wallMs += 1000;
      await sink.send(registry);
      return got.at(-1)?.series.map(({ labels, samples }) => [labels["room"], samples[0]?.["value"]]);
    };
    assertEquals(await send(), [["a", 1], ["b", 2]]);
    level.remove({ room: "a" });
    assertEquals(await send(), [["b", 2], ["a", NaN]]);
    level.set({ room: "a" }, 5);
    assertEquals((await send())?.toSorted(), [["a", 5], ["b", 2]]);
  });

  it("falls back to 1.0, and remembers it", async () => {
    for (const answer of [{ status: 415 }, { status: 400 }, { status: 204 }]) {
      const { sink, got, clock } = writer({}, [new Response(null, answer)]);
      const registry = of(gaugeFamily("größe", "Size.", [{ labels: { "a.b": "x" }, value: 1 }]));
      await sink.send(registry);
      clock.wallMs += 1000;
      await sink.send(registry);
      assertEquals(got.map(({ headers }) => headers.get("x-prometheus-remote-write-version")), [
        "2.0.0",
        "0.1.0",
        "0.1.0",
      ]);
      assertEquals(got[1]?.headers.get("content-type"), "application/x-protobuf");
      assertEquals(got[0]?.series[0]?.labels, { __name__: "größe", "a.b": "x" });
      assertEquals(got[1]?.series[0]?.labels, { __name__: "gr__e", a_b: "x" });
      assertEquals(got[1]?.series[0]?.samples, [{ value: 1, timestamp: NOW }]);
    }
  });

  it("tries 1.0 with the next request if a bad request is not to be repeated", async () => {
    const versions: (string | null)[] = [];
    const statuses = [400, 400, 400, 204, 400];
    const http = new HttpClient("x", {
      url: "http://h",
      fetch: (_, { headers }) => {
        versions.push(new Headers(headers).get("x-prometheus-remote-write-version"));
        return Promise.resolve(new Response(null, { status: statuses.shift() ?? 204 }));
      },
    });
    const delivery = new Delivery(http, {
      version: 2,
      maxQueueBytes: 1e6,
      minBackoffMs: 1,
      maxBackoffMs: 1,
      retryRateLimited: true,
      repeatsBadRequest: false,
      onProblem: () => {},
    });
    const encoder = new RequestEncoder({ labels: {}, classicHistograms: "series", maxSamplesPerSend: 10 });
    for (let i = 0; i < 5; i++) {
      delivery.add(encoder.encode([up()], NOW + i));
      await delivery.drain(AbortSignal.timeout(1000)).catch(() => {});
    }
    assertEquals(versions, ["2.0.0", "0.1.0", "2.0.0", "0.1.0", "0.1.0"]);
    assertEquals([delivery.sent, delivery.dropped.refused], [1, 4]);
  });

  it("repeats what failed, and nothing that was refused", async () => {
    const lost = new TypeError("connection lost");
    const busy = new Response("busy", { status: 503, headers: { "retry-after": "0" } });
    const { sink, got, clock } = writer({}, [lost, busy, new Response("slow down", { status: 429 })]);
    await sink.send(of(up()));
    assertEquals(got.map(({ headers }) => headers.get("retry-attempt")), [null, "1", "2", "3"]);
    assertEquals(got.every(({ series }) => series[0]?.samples[0]?.["timestamp"] === NOW), true);

    const refusing = writer({}, [
      new Response(null, { status: 204, headers: WRITTEN }),
      new Response("bad", { status: 400 }),
    ]);
    await refusing.sink.send(of(up()));
    refusing.clock.wallMs += 1000;
    const error = await assertRejects(() => refusing.sink.send(of(up())), PushError, "the status is 400: bad");
    assertEquals(error.status, 400);
    assertEquals(refusing.got.length, 2);
    assertStringIncludes(refusing.problems.join(), "400");
    clock.wallMs += 1000;
  });

  it("keeps what could not be sent, in order, until there is no more room", async () => {
    let isDown = true;
    const times: number[] = [];
    const { sink, clock, problems } = writer({
      maxQueueBytes: 600,
      fetch: (_, { body }) => {
        if (isDown) return Promise.reject(new Error("down"));
        const [series] = readRequest(body as Uint8Array, 2).series;
        times.push(series?.samples[0]?.["timestamp"] ?? 0);
        return Promise.resolve(new Response(null, { status: 204, headers: WRITTEN }));
      },
    });
    for (let i = 0; i < 20; i++) {
      clock.wallMs += 1000;
      await assertRejects(() => sink.send(of(up(i)), { signal: AbortSignal.timeout(5) }));
    }
    isDown = false;
    clock.wallMs += 1000;
    await sink.send(of(up()));
    assertEquals(times, times.toSorted((one, other) => one - other));
    assertEquals(times.at(-1), NOW + 21_000);
    const values = (await sink.collect({ signal: new AbortController().signal }) as readonly MetricFamily[]).flatMap(
      samplesOf,
    );
    const dropped = values.find(({ labels }) => labels["reason"] === "queue_full")?.value ?? 0;
    assert(dropped > 0 && times.length + dropped === 21);
    assertStringIncludes(problems.join(), "samples were dropped");
  });

  it("splits large requests", async () => {
    const { sink, got } = writer({ maxSamplesPerSend: 300 });
    const points = Array.from({ length: 1000 }, (_, i) => ({ labels: { i: `${i}` }, value: i }));
    await sink.send(of(gaugeFamily("numbers", "", points)));
    assertEquals(got.map(({ series }) => series.length), [300, 300, 300, 100]);
    assertEquals(
      got.flatMap(({ series }) => series.map(({ labels }) => labels["i"])),
      points.map(({ labels }) => labels.i),
    );
  });

  it("never sends an older sample, or the same one again", async () => {
    const { sink, got, clock } = writer();
    const at = (timestampMs: number) => of(gaugeFamily("level", "", [{ labels: {}, value: 1, timestampMs }]));
    for (const timeMs of [5000, 5000, 4000, 6000]) {
      clock.wallMs += 1000;
      await sink.send(at(timeMs));
    }
    assertEquals(got.map(({ series }) => series[0]?.samples[0]?.["timestamp"]), [5000, 6000]);
  });

  it("sends only reports of a source with too many series", () => {
    const builder = new RequestBuilder(1000);
    const options = { labels: {}, classicHistograms: "series", maxSamplesPerSend: 1000, sampleLimit: 2 } as const;
    const encoder = new RequestEncoder(options, builder);
    const level = (count: number) =>
      gaugeFamily("level", "", Array.from({ length: count }, (_, i) => ({ labels: { i: `${i}` }, value: i + 1 })));
    const told: unknown[] = [];
    const send = (count: number, timeMs: number) => {
      encoder.encode([level(count)], timeMs, ({ kept }, isTooMuch) => {
        told.push([kept, isTooMuch]);
        return [up(isTooMuch ? 0 : 1)];
      });
      return builder.takeAll().flatMap(({ bytes }) => readRequest(bytes, 2, false).series)
        .map(({ labels, samples }) => [labels["__name__"], samples[0]?.["value"]]);
    };
    assertEquals(send(2, NOW), [["level", 1], ["level", 2], ["up", 1]]);
    assertEquals(send(3, NOW + 1000), [["up", undefined], ["level", NaN], ["level", NaN]]);
    assertEquals(send(1, NOW + 2000), [["level", 1], ["up", 1]]);
    assertEquals(told, [[2, false], [3, true], [1, false]]);
  });

  it("refuses options that make no sense", () => {
    const make = (options: Partial<RemoteWriterOptions>) => () => remoteWriter({ url: "http://h", ...options });
    assertThrows(make({ version: 3 as 2 }), RangeError, "version must be 1 or 2");
    assertThrows(make({ labels: { "": "x" } }), TypeError, "name of a label is invalid");
    assertThrows(make({ maxSamplesPerSend: 0 }), RangeError, "maxSamplesPerSend must be >= 1");
    assertThrows(make({ headers: { "X-Prometheus-Remote-Write-Version": "9" } }), TypeError, "is set by the protocol");
  });
});

property("random families arrive with the samples of the text format", (random) => {
  const encoder = new RequestEncoder({ labels: {}, classicHistograms: "series", maxSamplesPerSend: 50 });
  const source = new RandomFamilies(random);
  for (let round = 1; round < 40; round++) {
    const families = source.families.map(whole);
    const nowMs = 1e15 + round; // after all times of the points
    const requests = encoder.encode(families, nowMs);
    const read = requests.flatMap(({ bytes }) => readRequest(bytes, 2, false).series)
      .filter(({ samples, metadata }) => samples.length > 0 && metadata !== undefined);
    const isNative = ({ type, points }: MetricFamily) =>
      /histogram/.test(type) &&
      [...points as Iterable<HistogramPoint>].some(({ native, bounds }) => native !== undefined && bounds.length === 0);
    const hasTimes = ({ points }: MetricFamily) =>
      [...points as Iterable<PointHead>].some(({ timestampMs }) => timestampMs !== undefined);
    const left = families.filter((family) => !isNative(family) && !hasTimes(family));
    const names = new Set(left.flatMap(samplesOf).map(({ name }) => name));
    const found = read.filter(({ labels }) => names.has(labels["__name__"] ?? ""))
      .map(({ labels: { __name__ = "", ...labels }, samples }) => ({
        name: __name__,
        labels,
        value: samples[0]?.["value"] ?? 0,
      }));
    assertEquals(list(found), list(left.flatMap(samplesOf)));
    source.change();
  }
});

/** Changed points may have kept an offset that no longer fits their counts. */
function whole(family: MetricFamily): MetricFamily {
  const points = Array.from(family.points as Iterable<HistogramPoint>, (point) => {
    const isWhole = point.counts === undefined || (point.offset ?? 0) + point.bounds.length < point.counts.length;
    return isWhole ? point : { ...point, offset: 0 };
  });
  return { ...family, points } as unknown as MetricFamily;
}

property("an encoder writes the same in every round as a new one", async (random) => {
  const options = { labels: { job: "j" }, classicHistograms: "series", maxSamplesPerSend: 7 } as const;
  const encoder = new RequestEncoder(options);
  const registry = new Registry();
  const jobs = registry.counter({ name: "jobs_total", help: "Jobs.", labelNames: ["kind"] });
  const level = registry.gauge({ name: "level", help: "Level.", labelNames: ["room"] });
  const seconds = registry.histogram({ name: "seconds", help: "", buckets: [1, 2], labelNames: ["path"] });
  const sizes = registry.summary({ name: "sizes", help: "", quantiles: { 0.5: 0.1 } });
  const mode = registry.stateSet({ name: "mode", help: "", states: ["on", "off"] });
  for (let round = 1; round < 40; round++) {
    const label = String(random.below(random.pick([3, 3, 3, 9])));
    random.pick([
      () => jobs.inc({ kind: label }, random.below(9)),
      () => jobs.labels({ kind: label }).inc(1, ...random.below(9) === 0 ? [{ trace_id: "t" }] : []),
      () => level.set({ room: label }, random.below(99)),
      () => seconds.observe({ path: label }, random.below(4)),
      () => sizes.observe(random.below(9)),
      () => mode.set(random.pick(["on", "off"])),
      () => random.below(4) === 0 && jobs.remove({ kind: label }),
      () => {},
    ])();
    const families = await registry.gather();
    const read = (encoder: RequestEncoder) =>
      encoder.encode(families, NOW + round).flatMap(({ bytes }) => readRequest(bytes, 2, false).series);
    const found = read(encoder).filter(({ metadata }) => metadata !== undefined); // stale markers have none
    assertEquals(found, read(new RequestEncoder(options)));
  }
});

property("another program reads what compress() writes", (random) => {
  for (const size of [0, 1, 16, 17, 100, 65_535, 65_536, 65_537, 200_000]) {
    const bytes = new Uint8Array(size);
    const distinct = random.pick([1, 2, 20, 256]);
    for (let i = 0; i < size; i++) {
      const isRepeated = i > 100 && random.below(4) > 0;
      bytes[i] = isRepeated ? bytes[i - random.pick([1, 4, 40, 100])] as number : random.below(distinct);
    }
    const packed = compress(bytes);
    assertEquals(new Uint8Array(snappy.uncompress(packed)), bytes);
    if (size > 1000 && distinct < 256) assert(packed.length < size);
  }
});
