import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { type Child, start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { RUN_CLI, type Runtime } from "../support/runtimes.ts";
import { within } from "../support/within.ts";

const LIMIT_MS = 20_000;
const CLEAN = '# HELP app_jobs_total Jobs run.\n# TYPE app_jobs_total counter\napp_jobs_total{queue="mail"} 3\n';

/** What the program owes, seen from outside. It runs in the runtime itself, and starts the program there. */
export function cliContract(runtime: Runtime): void {
  function program(...args: readonly string[]): Child {
    return start([...RUN_CLI[runtime], ...args]);
  }

  /** Runs the program to its end, with an input. */
  async function run(args: readonly string[], input = ""): Promise<Child & { readonly code: number | string }> {
    await using child = program(...args);
    child.type(input);
    child.hangUp();
    const code = await within(LIMIT_MS, child.ended);
    return { ...child, stdout: child.stdout, stderr: child.stderr, code };
  }

  describe("webprom check", () => {
    it("reads a file and ends with code 0 if it is clean", async () => {
      await using folder = await makeFolder();
      const file = join(folder.path, "clean.prom");
      await writeFile(file, CLEAN);
      const { code, stdout, stderr } = await run(["check", file]);

      assertEquals([code, stdout, stderr], [0, "0 errors, 0 warnings in 1 family, 1 series (text)\n", ""]);
    });

    it("ends with code 1 if there are problems, and tells their place", async () => {
      const { code, stdout, stderr } = await run(["check", "-"], "app_size 3\napp_wait three");

      assertEquals([code, stderr], [1, ""]);
      assertMatch(stdout, /^<stdin>:2:10: error: .*"three"\n/);
    });

    it("ends with code 2 and one line if the input or the call cannot be used", async () => {
      const calls = {
        "check /no/such/file": "Cannot read /no/such/file: file does not exist\n",
        "check": "Cannot read input: expected one file, URL or -, got 0\n",
        "check --lnit=off -": 'Cannot run "check": --lnit is not known\n',
      };
      for (const [call, message] of Object.entries(calls)) {
        const { code, stdout, stderr } = await run(call.split(" "));
        assertEquals([code, stdout, stderr], [2, "", message]);
      }
    });

    it("asks a server for what tells most, and takes the format from its answer", async () => {
      const asked: unknown[] = [];
      await using server = await serve(({ headers, url }, response) => {
        asked.push([url, headers.accept, headers.authorization]);
        response.writeHead(200, { "content-type": "application/openmetrics-text; version=1.0.0" });
        response.end("# TYPE app_size gauge\n# HELP app_size Size.\napp_size 3\n# EOF\n");
      });
      const url = server.url.replace("//", "//alice:swordfish@");
      const { code, stdout, stderr } = await run(["check", `${url}metrics?a=b`]);

      assertEquals([code, stdout, stderr], [0, "0 errors, 0 warnings in 1 family, 1 series (openmetrics)\n", ""]);
      const accept = "application/openmetrics-text; version=1.0.0, text/plain; version=0.0.4; q=0.5, */*; q=0.1";
      assertEquals(asked, [["/metrics?a=b", accept, `Basic ${btoa("alice:swordfish")}`]]);
    });

    it("ends with code 2 if the server does not answer well, and does not tell its password", async () => {
      await using server = await serve((_request, response) => void response.writeHead(503).end());
      const url = server.url.replace("//", "//alice:swordfish@");
      const { code, stdout, stderr } = await run(["check", url]);

      const message = `Cannot read ${server.url}: the server responded with 503 Service Unavailable\n`;
      assertEquals([code, stdout, stderr], [2, "", message]);
      await server[Symbol.asyncDispose]();
      const other = await run(["check", url]);
      assertEquals(other.code, 2);
      assertNotMatch(other.stderr, /swordfish/);
    });

    it("hands on nothing that a terminal obeys", async () => {
      const { stdout } = await run(["check", "-"], 'app_size{a="\x1b]0;title\x07"} \x1b[2J\x9b31m');

      // deno-lint-ignore no-control-regex -- they are what must not be there
      assertNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
      assertStringIncludes(stdout, "\\x1b]0;title\\a");
    });
  });

  describe("webprom list", () => {
    it("reads 100,000 series from a pipe", async () => {
      const lines = Array.from({ length: 100_000 }, (_, i) => `app_hits_total{path="/${i}",method="GET"} ${i}`);
      const { code, stdout, stderr } = await run(["list", "-"], `# TYPE app_hits_total counter\n${lines.join("\n")}`);

      assertEquals([code, stderr], [0, ""]);
      assertEquals(stdout.split("\n")[1], "100000  counter  -     app_hits_total  path:100000 method:1");
    });

    it("ends quietly when nobody reads further", async () => {
      await using folder = await makeFolder();
      const file = join(folder.path, "many.prom");
      await writeFile(file, Array.from({ length: 20_000 }, (_, i) => `app_size_${i} 1\n`).join(""));
      const command = [...RUN_CLI[runtime], "list", file].map((word) => `'${word}'`).join(" ");
      await using child = start(["sh", "-c", `{ ${command}; echo "code $?" >&2; } | head -n 1`]);
      await within(LIMIT_MS, child.ended);

      assertMatch(child.stdout, /^SERIES .*\n$/);
      assertEquals(child.stderr, "code 0\n");
    });
  });
}

interface TestServer extends AsyncDisposable {
  readonly url: string;
}

async function serve(handle: RequestListener): Promise<TestServer> {
  const server = createServer(handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
