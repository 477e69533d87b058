import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import process from "node:process";
import { text } from "node:stream/consumers";

const GO_PATH = "/usr/share/gocode";
const PYTHON_PATH = "/usr/lib/python3/dist-packages";

/** Programs that read documents with the libraries of other languages: as Debian installs these, and the current ones. */
const PROGRAMS = {
  go: { command: ["go", "run", "test/interop/read.go"], env: { GO111MODULE: "off", GOPATH: GO_PATH } },
  python: { command: ["/usr/bin/python3", "test/interop/read.py"], env: {} },
  textparse: { command: ["go", "-C", "test/interop/textparse", "run", "."], env: {} },
} as const;

/** Language version of the module with the parser of a current Prometheus. */
const GO_VERSION = [1, 26] as const;

/** Why tests are skipped that need the libraries; in CI none is skipped, and a missing one fails it. */
export function missingLibraries(): string | false {
  if (process.env["CI"]) return false;
  const paths = [`${GO_PATH}/src/github.com/prometheus/common/expfmt`, `${PYTHON_PATH}/prometheus_client`];
  const absent = paths.filter((path) => !existsSync(path));
  return absent.length > 0 && `not installed: ${absent.join(", ")}`;
}

/** Returns why tests are skipped that need a current Go; in CI none is skipped, and a missing one fails. */
export function missingGo(): string | false {
  if (process.env["CI"]) return false;
  const { stdout } = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  const [major = 0, minor = 0] = /^go(\d+)\.(\d+)/.exec(stdout ?? "")?.slice(1).map(Number) ?? [];
  const isCurrent = major > GO_VERSION[0] || major === GO_VERSION[0] && minor >= GO_VERSION[1];
  return !isCurrent && `not installed: Go ${GO_VERSION.join(".")}`;
}

/**
 * Reads documents, all by one process.
 *
 * @param program Which library
 * @param args Its arguments, such as a format
 * @param documents What to read
 * @returns What it made of each, or a text that tells what is wrong
 */
export async function readAll(
  program: keyof typeof PROGRAMS,
  args: readonly string[],
  documents: readonly Uint8Array[],
): Promise<unknown[]> {
  const { command: [command, ...own], env: extra } = PROGRAMS[program];
  const env = { ...process.env, CGO_ENABLED: "0", ...extra };
  const child = spawn(command, [...own, ...args], { env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => {}); // how it ends tells more
  child.stdin.end(framed(documents));
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, "close")]);
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
  return output.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** Puts documents one behind the other, each led by its length. */
function framed(documents: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(documents.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const document of documents) {
    view.setUint32(at, document.length);
    bytes.set(document, at + 4);
    at += 4 + document.length;
  }
  return bytes;
}
