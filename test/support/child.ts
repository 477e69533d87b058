import { spawn } from "node:child_process";
import process from "node:process";

/** A program that runs. */
export interface Child extends AsyncDisposable {
  /** Its id. */
  readonly pid: number;
  /** All that it printed until now. */
  readonly stdout: string;
  /** All errors that it printed until now. */
  readonly stderr: string;
  /** How it ended: its exit code, or the name of the signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Waits until it prints an address. */
  readonly url: Promise<string>;
  /** Types a line. */
  type(line: string): void;
  /** Says that nothing more will be typed. */
  hangUp(): void;
  /** Sends it a signal. */
  kill(signal: NodeJS.Signals): void;
}

/** How a program is started. */
export interface ChildOptions {
  /** Folder to start it in. */
  readonly cwd?: string | undefined;
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Starts a program, to be ended, at the latest, with the scope that uses it. */
export function start([command = "", ...args]: readonly string[], options: ChildOptions = {}): Child {
  const env = { ...process.env, NO_COLOR: "1", ...options.env };
  const child = spawn(command, args, { cwd: options.cwd, env, stdio: "pipe" });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => output.stdout += text);
  child.stderr.setEncoding("utf8").on("data", (text: string) => output.stderr += text);
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once("error", reject).once("close", (code, signal) => resolve(signal ?? code ?? 0));
  });
  const url = new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /https?:\/\/[\w.:[\]]+(?=[/\s])/.exec(output.stdout + output.stderr);
      if (found) resolve(found[0]);
    };
    for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
    const fail = () => reject(new Error(`${command} ${args.join(" ")} ended without an address: ${output.stderr}`));
    child.once("close", fail).once("error", fail);
  });
  for (const promise of [url, ended]) promise.catch(() => {}); // whoever waits for them is told
  // Not child.kill(): on Deno that reports the signal as the end of the program, whatever came of it.
  function kill(signal: NodeJS.Signals): void {
    if (child.pid !== undefined) process.kill(child.pid, signal);
  }
  return {
    pid: child.pid ?? NaN,
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    ended,
    url,
    type: (line) => void child.stdin.write(`${line}\n`),
    hangUp: () => void child.stdin.end(),
    kill,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) kill("SIGKILL");
      await ended.catch(() => {});
    },
  };
}

/**
 * Runs a program to its end.
 *
 * @returns What it printed
 * @throws {Error} If it ends with another code than 0
 */
export async function execute(
  command: readonly string[],
  options: ChildOptions & { input?: string } = {},
): Promise<string> {
  await using child = start(command, options);
  if (options.input !== undefined) child.type(options.input);
  child.hangUp();
  const code = await child.ended;
  const output = child.stdout + child.stderr;
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${output}`);
  return output;
}
