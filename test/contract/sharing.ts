import { it } from "node:test";
import { assertMatch } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { defineExporter } from "@webprom/exporter/app";
import { sockets, threads } from "@webprom/exporter/share";
import { until } from "../support/until.ts";
import { describeMailbox } from "./mailbox.ts";
import { describeStaleSockets } from "./stale_sockets.ts";
import { describeUntrustedPeers } from "./untrusted_peers.ts";

/** Tests sharing on a runtime that has threads and processes. */
export function describeSharing(): void {
  describeMailbox("threads", (name) => threads({ name }));
  describeMailbox("sockets", (name) => sockets({ name }));
  describeStaleSockets();
  describeUntrustedPeers();

  it("defineExporter() shares its registry, once for each registry", async () => {
    const name = `exporter-${Math.random()}`;
    const exporters = [1, 2].map((amount) => {
      const registry = new Registry();
      registry.counter({ name: "jobs_total", help: "Jobs." }).inc(amount);
      const options = { name: "app", registry, share: { mailbox: threads({ name }) } };
      defineExporter(options);
      return defineExporter(options);
    });
    for (const { fetch } of exporters) {
      const metrics = async () => await (await fetch(new Request("http://localhost/metrics"))).text();
      await until(async () => /^jobs_total/m.test(await metrics()) && !/^jobs_total [12]$/m.test(await metrics()));
      assertMatch(await metrics(), /^jobs_total 3$/m);
    }
  });
}
