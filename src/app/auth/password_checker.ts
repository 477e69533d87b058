/** Compares a password with a bcrypt hash, as `compare()` of `bcryptjs` and `bcrypt` does. */
export type ComparePassword = (password: string, hash: string) => Promise<boolean>;

/** A hash of nobody's password, but for the cost that stands in front of it. */
const DECOY = "ThisSaltIsNobodysSaltAndNeitherIsTheHashThatFollowsIt";

const MAX_REMEMBERED = 100;
const MAX_WAITING = 100;

/**
 * Checks passwords one after the other, as each check takes a processor for a while, and the same one only once: checks that
 * succeeded are remembered.
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
   * Checks a password. That of an unknown user is compared as well, and takes as long.
   *
   * @returns Whether it is right; `undefined` if too many wait for an answer
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

  /** Makes room by chance: nobody can tell what is forgotten. */
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

/** As costly as the costliest hash: who compares the time learns nothing. */
function decoyFor(hashes: readonly string[]): string {
  const costs = hashes.map((hash) => hash.slice(4, 6)).sort();
  return `$2b$${costs.at(-1) ?? "10"}$${DECOY}`;
}

/** The SHA-256 of a text, in hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
