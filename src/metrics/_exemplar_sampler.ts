import { type ExemplarLabels, exemplarProblem, type ExemplarProvider } from "../model/exemplar.ts";

const MAX_PAUSE = 1024;

/**
 * Calls a provider for exemplars: once per series or bucket and scrape, and less and less often while it returns none.
 */
export class ExemplarSampler {
  readonly #provider: ExemplarProvider;
  #pause = 0;
  #skips = 0;
  /** Number of the scrape for which exemplars are sampled. */
  round = 1;

  constructor(provider: ExemplarProvider) {
    this.#provider = provider;
  }

  /** Starts sampling new exemplars, after a scrape has read the current ones. */
  nextRound(): void {
    this.round++;
  }

  /** Calls the provider, unless it is pausing because the provider returned none. */
  sample(): ExemplarLabels | undefined {
    if (this.#skips > 0) {
      this.#skips--;
      return undefined;
    }
    const labels = this.#provide();
    this.#pause = labels === undefined ? Math.min(MAX_PAUSE, this.#pause * 2 + 1) : 0;
    this.#skips = this.#pause;
    return labels;
  }

  /**
   * Calls the provider. If it throws or returns invalid labels, no exemplar is kept: measured code must not fail.
   */
  #provide(): ExemplarLabels | undefined {
    try {
      const labels = this.#provider();
      return labels === undefined || exemplarProblem(labels) !== undefined ? undefined : labels;
    } catch {
      return undefined;
    }
  }
}
