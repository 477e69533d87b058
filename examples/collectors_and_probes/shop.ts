/** How many of an article there are. */
export interface Stock {
  readonly article: string;
  readonly warehouse: string;
  readonly count: number;
}

/** Stands for the shop that is observed: a slow database with a cache before it, which fails now and then. */
export class Shop {
  readonly #cache = new Map<string, number>();
  #lookUps = 0;

  /**
   * Looks a price up.
   *
   * @param article Its name
   * @returns The price, and whether the cache knew it
   * @throws {Error} If the database cannot be reached, as at every tenth look-up that the cache cannot answer
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

  /** Counts what is in the warehouses, which takes the database long. */
  async countStock(): Promise<readonly Stock[]> {
    await this.#query();
    return ["lamp", "chair"].flatMap((article) => [
      { article, warehouse: "north", count: 3 * article.length },
      { article, warehouse: "south", count: 2 * article.length },
    ]);
  }

  /** Finds all orders that contradict each other, which takes the database longer still. */
  async audit(): Promise<number> {
    await this.#query();
    return 0;
  }

  #query(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 1));
  }
}
