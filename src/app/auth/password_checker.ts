import { type Clock, systemClock } from "../../model/clock.ts";

/** Compares a password with a bcrypt hash, as `compare()` of `bcryptjs` and `bcrypt` does. */
export type ComparePassword = (password: string, hash: string) => Promise<boolean>;

/** Salt and hash, without the cost, that match no password. */
const DECOY = "ThisSaltIsNobodysSaltAndNeitherIsTheHashThatFollowsIt";

const MAX_REMEMBERED = 100;

/**
 * Maximum number of checks that wait, most of which take about 0.1 s: this many of known users, and this many of others, which
 * must not keep a known one out. Later ones are refused.
 */
const MAX_WAITING = 20;

/** How long a wrong password is remembered, in milliseconds, so that repeating it costs nothing. */
const FAILURE_MS = 10_000;

/** Maximum pause after a check, in milliseconds. */
const MAX_PAUSE_MS = 200;

/** Highest cost of checks for unknown users. Clients could otherwise keep the exporter busy with a costly hash of somebody. */
const MAX_DECOY_COST = 12;

/** A check that waits for its turn. */
interface Waiting {
  readonly isKnown: boolean;
  readonly start: () => Promise<void>;
}

/**
 * Checks passwords one at a time, because bcrypt is slow: those of known users first, with pauses in which other requests are
 * handled. Results are cached, and equal checks that run at the same time share one result.
 */
export class PasswordChecker {
  readonly #compare: ComparePassword;
  readonly #clock: Clock;
  readonly #remembered = new Set<string>();
  /** When wrong passwords are forgotten, oldest first. */
  readonly #failures = new Map<string, number>();
  readonly #underWay = { known: new Map<string, Promise<boolean>>(), unknown: new Map<string, Promise<boolean>>() };
  readonly #waiting: Waiting[] = [];
  #isBusy = false;

  /**
   * @param compare Compares a password with a hash
   * @param clock Source of time
   */
  constructor(compare: ComparePassword, clock: Clock = systemClock) {
    this.#compare = compare;
    this.#clock = clock;
  }

  /**
   * Checks a password. For an unknown user it takes about as long as for a known one, unless many checks wait.
   *
   * @returns Whether it is correct; `undefined` if too many checks are waiting
   */
  async check(users: Readonly<Record<string, string>>, user: string, password: string): Promise<boolean | undefined> {
    const hash = Object.hasOwn(users, user) ? users[user] : undefined;
    const key = await sha256(JSON.stringify([user, hash ?? null, password]));
    if (this.#remembered.has(key)) return true;
    if (this.#hasFailed(key)) return false;
    const underWay = this.#underWay[hash === undefined ? "unknown" : "known"];
    const pending = underWay.get(key);
    if (pending) return await pending;
    if (underWay.size >= MAX_WAITING) return undefined;
    const checking = this.#inTurn(password, hash ?? decoyFor(Object.values(users)), hash !== undefined)
      .then((isEqual) => isEqual && hash !== undefined)
      .finally(() => underWay.delete(key));
    underWay.set(key, checking);
    const isRight = await checking;
    if (isRight) this.#remember(key);
    else this.#rememberFailure(key);
    return isRight;
  }

  #inTurn(password: string, hash: string, isKnown: boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ isKnown, start: () => this.#compare(password, hash).then(resolve, reject) });
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) {
      const startMs = this.#clock.monotonic();
      await next.start();
      // Checks get at most half of the time: between two of them, an event loop may accept only one connection at a turn.
      const pauseMs = Math.min(this.#clock.monotonic() - startMs, MAX_PAUSE_MS);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    this.#isBusy = false;
  }

  #takeNext(): Waiting | undefined {
    const place = this.#waiting.findIndex(({ isKnown }) => isKnown);
    return this.#waiting.splice(Math.max(0, place), 1)[0];
  }

  #hasFailed(key: string): boolean {
    const now = this.#clock.monotonic();
    for (const [old, endMs] of this.#failures) {
      if (endMs > now) break;
      this.#failures.delete(old);
    }
    return this.#failures.has(key);
  }

  #rememberFailure(key: string): void {
    const [oldest] = this.#failures.keys();
    if (this.#failures.size >= MAX_REMEMBERED && oldest !== undefined) this.#failures.delete(oldest);
    this.#failures.set(key, this.#clock.monotonic() + FAILURE_MS);
  }

  /** Removes random entries when the cache is full, so that clients cannot predict which. */
  #remember(key: string): void {
    if (this.#remembered.size >= MAX_REMEMBERED) {
      const keys = [...this.#remembered];
      for (let i = 0; i < MAX_REMEMBERED / 10; i++) {
        this.#remembered.delete(keys[Math.floor(Math.random() * keys.length)] ?? "");
      }
    }
    this.#remembered.add(key);
  }
}

/** Returns a hash that is as slow to compare as the slowest usual one, so that timing does not reveal which users exist. */
function decoyFor(hashes: readonly string[]): string {
  const costs = hashes.map((hash) => Number(hash.slice(4, 6)));
  const cost = Math.min(Math.max(4, ...costs), MAX_DECOY_COST);
  return `$2b$${String(cost).padStart(2, "0")}$${DECOY}`;
}

/** Returns the SHA-256 of a text in hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
