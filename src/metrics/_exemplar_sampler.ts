import { type ExemplarLabels, exemplarProblem, type ExemplarProvider } from "../model/exemplar.ts";

const MAX_PAUSE = 1024;

/** Asks a provider for exemplars: once for each place between two scrapes, and ever more seldom while it has none. */
export class ExemplarSampler {
  readonly #provider: ExemplarProvider;
  #pause = 0;
  #skips = 0;
  /** Number of the scrape for which exemplars are sampled. */
  round = 1;

  constructor(provider: ExemplarProvider) {
    this.#provider = provider;
  }

  /** Wants new exemplars, as the old ones have been scraped. */
  nextRound(): void {
    this.round++;
  }

  /** Asks, unless it is too soon after being told that there is none. */
  ask(): ExemplarLabels | undefined {
    if (this.#skips > 0) {
      this.#skips--;
      return undefined;
    }
    const labels = this.#provide();
    this.#pause = labels === undefined ? Math.min(MAX_PAUSE, this.#pause * 2 + 1) : 0;
    this.#skips = this.#pause;
    return labels;
  }

  /** A provider that fails, or gives what is not usable, has no exemplar: what it decorates must not fail for it. */
  #provide(): ExemplarLabels | undefined {
    try {
      const labels = this.#provider();
      return labels === undefined || exemplarProblem(labels) !== undefined ? undefined : labels;
    } catch {
      return undefined;
    }
  }
}
