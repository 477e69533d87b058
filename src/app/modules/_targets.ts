/**
 * Reads the address of a target.
 *
 * @param target URL; `http://` may be left out
 * @returns The complete URL
 * @throws {TypeError} If it is none that can be asked
 */
export function parseTarget(target: string): string {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(target) ? target : `http://${target}`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new TypeError("must be a URL that begins with http:// or https://");
  }
  const { username, password, href } = new URL(text);
  if (username !== "" || password !== "") throw new TypeError("must not hold a user or password, use basic_auth");
  return href;
}

/**
 * Names a target in messages, without what may be secret.
 *
 * @param target As somebody wrote it
 * @returns Its origin and path
 */
export function nameTarget(target: string): string {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(target) ? target : `http://${target}`;
  if (!URL.canParse(text)) return JSON.stringify(target.slice(0, 80));
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}
