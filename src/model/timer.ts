/** Longest delay of timers in milliseconds: runtimes keep it in 32 bits, and fire at once if it is longer. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;
