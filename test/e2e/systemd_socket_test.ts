import process from "node:process";
import { describe, it } from "node:test";
import { assertMatch } from "@std/assert";
import { start } from "../support/child.ts";
import { freePort } from "../support/free_port.ts";
import { RUN_CLI, type Runtime } from "../support/runtimes.ts";
import { until } from "../support/until.ts";
import { missing } from "./programs.ts";

const EXPORTER = "examples/hello/exporter.ts";

describe("webprom run --web.systemd-socket", { skip: missing("systemd-socket-activate") }, () => {
  for (const runtime of ["deno", "node"] as const) {
    it(`serves on a socket of systemd on ${runtime}`, async () => {
      const port = await freePort();
      await using _program = activate(runtime, port);
      const response = await ask(`http://127.0.0.1:${port}/metrics`);
      assertMatch(await response.text(), /^# TYPE /m);
    });
  }

  it("names the runtime that cannot do it", async () => {
    const port = await freePort();
    await using program = activate("bun", port);
    void ask(`http://127.0.0.1:${port}/metrics`).catch(() => {}); // it starts with the first connection
    await until(() => program.stderr.includes("Bun cannot listen on an inherited socket"));
  });
});

function activate(runtime: Runtime, port: number) {
  const command = [...RUN_CLI[runtime], "run", EXPORTER, "--web.systemd-socket"];
  // The shell of `deno task` has a variable "?", which systemd refuses.
  const variables = Object.keys(process.env).filter((name) => /^\w+$/.test(name)).flatMap((name) => ["-E", name]);
  return start(["systemd-socket-activate", "-l", `127.0.0.1:${port}`, ...variables, ...command]);
}

/** Asks until somebody answers: the socket may not be there yet. */
async function ask(url: string): Promise<Response> {
  let response: Response | undefined;
  await until(async () => {
    response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
    return response !== undefined;
  });
  return response as Response;
}
