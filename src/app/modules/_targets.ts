/**
 * Parses the URL of a target.
 *
 * @param target URL; `http://` may be omitted
 * @returns The complete URL
 * @throws {TypeError} If it is not an HTTP URL, or contains a user name or password
 */
export function parseTarget(target: string): string {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(target) ? target : `http://${target}`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new TypeError("must be a URL that begins with http:// or https://");
  }
  const { username, password, href } = new URL(text);
  if (username !== "" || password !== "") {
    throw new TypeError("must not contain a user name or password, use basic_auth");
  }
  return href;
}

/**
 * Formats a target for messages, without parts that may be secret.
 *
 * @param target URL; `http://` may be omitted
 * @returns Its origin and path
 */
export function nameTarget(target: string): string {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(target) ? target : `http://${target}`;
  if (!URL.canParse(text)) return JSON.stringify(target.slice(0, 80));
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}
