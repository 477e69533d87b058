import { join } from "node:path";
import process from "node:process";
import { start } from "../support/child.ts";
import { makeFolder } from "../support/folder.ts";
import { until } from "../support/until.ts";
import { within } from "../support/within.ts";

/** A Chromium without a window. */
export interface Chromium extends AsyncDisposable {
  /** Opens a tab, and waits until its page has loaded. */
  open(url: string, options?: TabOptions): Promise<Tab>;
}

/** What a tab shows pages like. */
export interface TabOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
}

/** A tab, and what it saw since it was opened. */
export interface Tab {
  /** Where it asked for something. */
  readonly requests: readonly string[];
  /** Errors and warnings on its console: exceptions, what could not be loaded, what the page's policy forbids. */
  readonly complaints: readonly string[];
  /** Evaluates an expression, or waits for the promise it gives. */
  evaluate<T = unknown>(expression: string): Promise<T>;
  /** Clicks in the middle of an element, as a mouse does. */
  click(selector: string): Promise<void>;
  /** Presses a key, by its name such as `Tab` or `a`. */
  press(key: string): Promise<void>;
  /** Types a text where the focus is. */
  type(text: string): Promise<void>;
  /** Sends any command of the DevTools protocol. */
  send<T = unknown>(method: string, params?: object): Promise<T>;
}

/** Starts one. */
export async function startChromium(): Promise<Chromium> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await makeFolder());
  const env = { HOME: path, XDG_CONFIG_HOME: path, XDG_CACHE_HOME: path };
  const child = stack.use(start(["chromium", ...flags(join(path, "profile"))], { env }));
  const addressOf = () => /ws:\/\/\S+/.exec(child.stderr)?.[0];
  const failed = child.ended.then(() => Promise.reject(new Error(`Chromium ended: ${child.stderr}`)));
  failed.catch(() => {});
  await Promise.race([until(() => addressOf() !== undefined), failed]);
  const connection = stack.use(await connect(addressOf() ?? ""));
  stack.defer(async () => {
    // Its processes end with it if it is asked to end, and leave the folder alone then.
    void connection.send("Browser.close").catch(() => {});
    await within(10_000, child.ended).catch(() => {});
  });
  const kept = stack.move();
  return {
    open: (url, options) => openTab(connection, url, options),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

function flags(profile: string): string[] {
  return [
    "--headless",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    ...process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  ];
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type Listener = (method: string, params: unknown) => void;

interface Connection extends Disposable {
  send<T>(method: string, params?: object, sessionId?: string): Promise<T>;
  /** Listens to what a session tells. */
  listen(sessionId: string, listener: Listener): void;
}

async function connect(address: string): Promise<Connection> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`Cannot connect to ${address}`));
  });
  const waiting = new Map<number, (message: Message) => void>();
  const listeners = new Map<string, Listener>();
  let ids = 0;
  socket.onmessage = ({ data }) => {
    const message: Message = JSON.parse(data);
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else listeners.get(message.sessionId ?? "")?.(message.method ?? "", message.params);
  };
  return {
    async send<T>(method: string, params: object = {}, sessionId?: string) {
      const id = ++ids;
      const { error, result } = await new Promise<Message>((resolve) => {
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, method, params, sessionId }));
      });
      waiting.delete(id);
      if (error !== undefined) throw new Error(`Chromium cannot ${method}: ${error.message}`);
      return result as T;
    },
    listen: (sessionId, listener) => void listeners.set(sessionId, listener),
    [Symbol.dispose]: () => socket.close(),
  };
}

async function openTab(connection: Connection, url: string, options: TabOptions = {}): Promise<Tab> {
  const { targetId } = await connection.send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await connection.send<{ sessionId: string }>("Target.attachToTarget", {
    targetId,
    flatten: true,
  });
  const send = <T>(method: string, params?: object) => connection.send<T>(method, params, sessionId);
  const [requests, complaints]: [string[], string[]] = [[], []];
  let onLoad = () => {};
  const loaded = new Promise<void>((resolve) => onLoad = resolve);
  connection.listen(sessionId, (method, params) => {
    if (method === "Page.loadEventFired") onLoad();
    if (method === "Network.requestWillBeSent") requests.push((params as { request: { url: string } }).request.url);
    const complaint = complaintOf(method, params);
    if (complaint !== undefined) complaints.push(complaint);
  });
  for (const domain of ["Page", "Network", "Runtime", "Log"]) await send(`${domain}.enable`);
  const { width = 1200, height = 900, scheme = "light" } = options;
  await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 600 });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  await send("Page.navigate", { url });
  await loaded;

  async function evaluate<T>(expression: string): Promise<T> {
    const options = { awaitPromise: true, returnByValue: true, allowUnsafeEvalBlockedByCSP: false };
    const params = { ...options, expression };
    const { result, exceptionDetails } = await send<Evaluation<T>>("Runtime.evaluate", params);
    if (exceptionDetails !== undefined) throw new Error(describe(exceptionDetails));
    return result.value;
  }
  return {
    requests,
    complaints,
    evaluate,
    send,
    async click(selector) {
      const [x, y] = await evaluate<[number, number]>(`(() => {
        const element = document.querySelector(${JSON.stringify(selector)});
        element.scrollIntoView({ block: "center" });
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x + width / 2, y + height / 2];
      })()`);
      const at = { x, y, button: "left", clickCount: 1 };
      for (const type of ["mousePressed", "mouseReleased"]) await send("Input.dispatchMouseEvent", { ...at, type });
    },
    async press(key) {
      const windowsVirtualKeyCode = { Tab: 9, Enter: 13, Escape: 27, " ": 32 }[key];
      const text = key === "Enter" ? "\r" : key.length === 1 ? key : undefined;
      await send("Input.dispatchKeyEvent", { type: "keyDown", key, text, windowsVirtualKeyCode });
      await send("Input.dispatchKeyEvent", { type: "keyUp", key, windowsVirtualKeyCode });
    },
    type: (text) => send("Input.insertText", { text }),
  };
}

interface Evaluation<T> {
  readonly result: { readonly value: T };
  readonly exceptionDetails?: Exception;
}

interface Exception {
  readonly text: string;
  readonly exception?: { readonly description?: string };
}

function complaintOf(method: string, params: unknown): string | undefined {
  if (method === "Runtime.exceptionThrown") {
    return describe((params as { exceptionDetails: Exception }).exceptionDetails);
  }
  if (method === "Log.entryAdded") {
    const { entry } = params as { entry: { level: string; text: string; url?: string } };
    return ["error", "warning"].includes(entry.level) ? `${entry.text} ${entry.url ?? ""}` : undefined;
  }
  if (method !== "Runtime.consoleAPICalled") return undefined;
  const { type, args } = params as { type: string; args: readonly { value?: unknown; description?: string }[] };
  if (!["error", "warning", "assert"].includes(type)) return undefined;
  return args.map(({ value, description }) => String(value ?? description)).join(" ");
}

function describe({ text, exception }: Exception): string {
  return exception?.description ?? text;
}
