import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { type Child, start } from "../support/child.ts";
import { freePort } from "../support/free_port.ts";
import { RUN, RUN_CLI, type Runtime } from "../support/runtimes.ts";
import { until } from "../support/until.ts";

const EXPORTER = "test/e2e/workers_exporter.ts";
const RUNTIMES: readonly Runtime[] = ["deno", "node", "bun"];
const WORKERS = 3;

describe("webprom run --workers", () => {
  for (const runtime of RUNTIMES) {
    it(`counts the requests of all processes, also of one that is killed, on ${runtime}`, async () => {
      const { program, url } = await startWorkers(runtime);
      await using _program = program;
      for (let i = 0; i < 30; i++) assertEquals(await scrapesOf(url), i);

      await new Promise((resolve) => setTimeout(resolve, 1500)); // longer than until the next message to the others
      const [killed = NaN] = childrenOf(program.pid);
      execFileSync("kill", ["-KILL", `${killed}`]);
      await until(() => countOf(program, "Listening") === WORKERS + 1);
      assert(!childrenOf(program.pid).includes(killed));
      for (let i = 30; i < 60; i++) assertEquals(await scrapesOf(url), i);

      program.kill("SIGTERM");
      assertEquals(await program.ended, 0, program.stderr);
      assertEquals(program.stderr.match(/level=ERROR|Error:/), null, program.stderr);
    });

    it(`ends if its port is in use, on ${runtime}`, async () => {
      const { program, url } = await startWorkers(runtime);
      await using _program = program;
      await using second = start([...commandOf(runtime), `--web.listen-address=${new URL(url).host}`]);
      assertEquals(await second.ended, 1, second.stderr);
      assert(second.stderr.includes("port is in use"), second.stderr);
    });
  }
});

describe("an exporter that is one of several", () => {
  const env = { NODE_APP_INSTANCE: "0" }; // as PM2 sets it
  for (
    const [what, argument, count] of [["warns once", "alone", 1], [
      "does not warn if it is shared",
      "share",
      0,
    ]] as const
  ) {
    it(what, async () => {
      await using program = start([...RUN.node, "test/e2e/unshared.ts", argument], { env });
      assertEquals(await program.ended, 0, program.stderr);
      assertEquals(program.stderr.split("test is one of several processes").length - 1, count, program.stderr);
    });
  }
});

function commandOf(runtime: Runtime): readonly string[] {
  return [...RUN_CLI[runtime], "run", EXPORTER, `--workers=${WORKERS}`];
}

async function startWorkers(runtime: Runtime): Promise<{ readonly program: Child; readonly url: string }> {
  const host = `127.0.0.1:${await freePort()}`;
  const program = start([...commandOf(runtime), `--web.listen-address=${host}`]);
  await until(() => countOf(program, "Listening") === WORKERS);
  return { program, url: `http://${host}/metrics` };
}

function countOf({ stderr }: Child, message: string): number {
  return stderr.split(`msg=${message}`).length - 1;
}

/** Scrapes with a connection of its own, which any of the processes may accept. */
async function scrapesOf(url: string): Promise<number> {
  const response = await fetch(url, { headers: { connection: "close" } });
  return Number(/^test_scrapes_total (\d+)$/m.exec(await response.text())?.[1]);
}

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
}
