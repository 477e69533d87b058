/** Content security policy of an exporter's pages: same-origin files only, nothing inline, no markup from scripts. */
export const CONTENT_POLICY: string = [
  "default-src 'none'",
  ...["connect-src", "img-src", "script-src", "style-src"].map((directive) => `${directive} 'self'`),
  ...["base-uri", "form-action", "frame-ancestors"].map((directive) => `${directive} 'none'`),
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");
