/**
 * Reads how long the scraper waits, less what the answer takes to be written and sent.
 *
 * @param header `X-Prometheus-Scrape-Timeout-Seconds`
 * @param offsetSeconds What to leave for the rest; never more than half
 * @returns Milliseconds; infinite where the header is absent or says nothing sensible
 */
export function scrapeTimeoutMs(header: string | null, offsetSeconds: number): number {
  const seconds = header === null || header.trim() === "" ? NaN : Number(header);
  if (!(seconds > 0)) return Infinity;
  return Math.max(seconds - offsetSeconds, seconds / 2) * 1000;
}
