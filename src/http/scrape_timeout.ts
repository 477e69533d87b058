/**
 * Returns how long collectors may take: the scraper's timeout less the time to write and send the response.
 *
 * @param header `X-Prometheus-Scrape-Timeout-Seconds`
 * @param offsetSeconds Seconds to subtract, at most half of the timeout
 * @returns Milliseconds; infinite if the header is missing or not a positive number
 */
export function scrapeTimeoutMs(header: string | null, offsetSeconds: number): number {
  const seconds = header === null || header.trim() === "" ? NaN : Number(header);
  if (!(seconds > 0)) return Infinity;
  return Math.max(seconds - offsetSeconds, seconds / 2) * 1000;
}
