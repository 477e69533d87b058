/** The stock of one article in one warehouse. */
export interface Stock {
  readonly article: string;
  readonly warehouse: string;
  readonly count: number;
}

/** A simulated shop: a slow database that sometimes fails, and a cache in front of it. */
export class Shop {
  readonly #cache = new Map<string, number>();
  #lookUps = 0;

  /**
   * Looks a price up.
   *
   * @param article Its name
   * @returns The price, and whether it was in the cache
   * @throws {Error} If the database cannot be reached: at every tenth look-up that is not in the cache
   */
  async price(article: string): Promise<{ readonly price: number; readonly isCached: boolean }> {
    const cached = this.#cache.get(article);
    if (cached !== undefined) return { price: cached, isCached: true };
    await this.#query();
    if (++this.#lookUps % 10 === 0) throw new Error("Cannot reach the database");
    const price = article.length * 100;
    this.#cache.set(article, price);
    return { price, isCached: false };
  }

  /** Counts the articles in the warehouses, a slow query. */
  async countStock(): Promise<readonly Stock[]> {
    await this.#query();
    return ["lamp", "chair"].flatMap((article) => [
      { article, warehouse: "north", count: 3 * article.length },
      { article, warehouse: "south", count: 2 * article.length },
    ]);
  }

  /** Counts the orders that contradict each other, an even slower query. */
  async audit(): Promise<number> {
    await this.#query();
    return 0;
  }

  #query(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 1));
  }
}
