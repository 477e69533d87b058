/** What pages of an exporter may do: load what it serves itself; no markup made by scripts, and nothing that stands in the page. */
export const CONTENT_POLICY: string = [
  "default-src 'none'",
  ...["connect-src", "img-src", "script-src", "style-src"].map((directive) => `${directive} 'self'`),
  ...["base-uri", "form-action", "frame-ancestors"].map((directive) => `${directive} 'none'`),
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");
