import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const VERSION = "0.316.0";
const PACKAGE = "github.com/prometheus/prometheus/cmd/prometheus";
const FOLDER = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "webprom", `prometheus-${VERSION}`);

/** Path of a current Prometheus, which is newer than Debian's. Run this file to build it: about six minutes on two cores. */
export const CURRENT_PROMETHEUS: string = join(FOLDER, "prometheus");

/** Returns why tests are skipped that need a current Prometheus; in CI none is skipped, and a missing one fails. */
export function missingCurrentPrometheus(): string | false {
  if (process.env["CI"] || existsSync(CURRENT_PROMETHEUS)) return false;
  return "not built: run test/e2e/current_prometheus.ts to build a current Prometheus";
}

/** Builds Prometheus without its web page and without service discovery that the tests do not use. */
function build(): void {
  if (existsSync(CURRENT_PROMETHEUS)) return;
  const folder = `${FOLDER}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const args = ["install", "-p", "2", "-tags", "remove_all_sd,enable_http_sd", `${PACKAGE}@v${VERSION}`];
  const env = { ...process.env, GOBIN: folder, GOFLAGS: "-mod=mod" };
  execFileSync("go", args, { env, stdio: "inherit" });
  renameSync(folder, FOLDER);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
