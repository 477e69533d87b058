import type { Clock } from "../../model/clock.ts";
import { maskSecrets, maskText } from "../config/mask_secrets.ts";

/** Maximum length of a log, in characters, to limit memory. */
const MAX_LENGTH = 100_000;

/** The log of a probe, in the logfmt format: https://brandur.org/logfmt. */
export class ProbeLines {
  readonly #clock: Clock;
  #text = "";
  #isFull = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** All lines. */
  get text(): string {
    return this.#text;
  }

  /** Adds a line. */
  add(level: "error" | "info", message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (this.#isFull) return;
    const head = { time: new Date(this.#clock.now()).toISOString(), level, msg: message };
    const masked = maskSecrets({ ...head, ...fields }) as Readonly<Record<string, unknown>>;
    const line = Object.entries(masked).map(([name, value]) => `${name}=${valueText(value)}`).join(" ");
    this.#isFull = this.#text.length + line.length > MAX_LENGTH;
    this.#text += this.#isFull ? 'level=info msg="Log truncated: it is too long"\n' : `${line}\n`;
  }
}

function valueText(value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /^[^\s"=\p{Cc}]+$/u.test(text) ? text : JSON.stringify(maskText(text));
}
