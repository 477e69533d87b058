/** Compares a password with a bcrypt hash, as `compare()` of `bcryptjs` and `bcrypt` does. */
export type ComparePassword = (password: string, hash: string) => Promise<boolean>;

/** Salt and hash, without the cost, that match no password. */
const DECOY = "ThisSaltIsNobodysSaltAndNeitherIsTheHashThatFollowsIt";

const MAX_REMEMBERED = 100;
const MAX_WAITING = 100;

/**
 * Checks passwords one at a time, because bcrypt is slow. Successful checks are cached, and equal checks that run at the same
 * time share one result.
 */
export class PasswordChecker {
  readonly #compare: ComparePassword;
  readonly #remembered = new Set<string>();
  readonly #underWay = new Map<string, Promise<boolean>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(compare: ComparePassword) {
    this.#compare = compare;
  }

  /**
   * Checks a password. For an unknown user it takes as long as for a known one.
   *
   * @returns Whether it is correct; `undefined` if too many checks are waiting
   */
  async check(users: Readonly<Record<string, string>>, user: string, password: string): Promise<boolean | undefined> {
    const hash = Object.hasOwn(users, user) ? users[user] : undefined;
    const key = await sha256(JSON.stringify([user, hash ?? null, password]));
    if (this.#remembered.has(key)) return true;
    const pending = this.#underWay.get(key);
    if (pending) return await pending;
    if (this.#underWay.size >= MAX_WAITING) return undefined;
    const checking = this.#inTurn(password, hash ?? decoyFor(Object.values(users)))
      .then((isEqual) => isEqual && hash !== undefined)
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, checking);
    const isRight = await checking;
    if (isRight) this.#remember(key);
    return isRight;
  }

  #inTurn(password: string, hash: string): Promise<boolean> {
    const turn = this.#last.then(() => this.#compare(password, hash));
    this.#last = turn.catch(() => {});
    return turn;
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

/** Returns a hash that is as slow to compare as the slowest one, so that timing does not reveal which users exist. */
function decoyFor(hashes: readonly string[]): string {
  const costs = hashes.map((hash) => hash.slice(4, 6)).sort();
  return `$2b$${costs.at(-1) ?? "10"}$${DECOY}`;
}

/** Returns the SHA-256 of a text in hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
