import { test } from "node:test";

/** Chance that a seed repeats. */
export class Random {
  #state: number;

  /** @param seed Any 32 bits */
  constructor(seed: number) {
    this.#state = seed | 1;
  }

  /** A whole number from 0 up to, and without, the limit. */
  below(limit: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % limit;
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** As many things as are asked for. */
  list<T>(length: number, make: () => T): T[] {
    return Array.from({ length }, make);
  }
}

/**
 * Tests what holds for any input. A failure tells the seed, which repeats it when given here.
 *
 * @param name A sentence
 * @param check Throws where the property does not hold
 * @param seed Another one at each run by default
 */
export function property(name: string, check: (random: Random) => void | Promise<void>, seed?: number): void {
  test(name, async () => {
    const chosen = seed ?? Math.floor(Math.random() * 2 ** 32);
    try {
      await check(new Random(chosen));
    } catch (cause) {
      throw new Error(`Does not hold with seed ${chosen}: ${cause}`, { cause });
    }
  });
}
