const NONE = new URLSearchParams();

/**
 * Reads the parameters of an address. Scrapes mostly have none, and need not pay for their reading.
 *
 * @param url Absolute address
 * @returns Its parameters, not to be changed
 */
export function queryOf(url: string): URLSearchParams {
  return url.includes("?") ? new URL(url).searchParams : NONE;
}
