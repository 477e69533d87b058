import { html } from "hono/html";

/** A link on the landing page. */
export interface Link {
  /** Path, or `http:` or `https:` URL. */
  readonly href: string;
  /** What it is called. */
  readonly text: string;
  /** What one finds there. */
  readonly description?: string | undefined;
}

/** What stands on the landing page. */
export interface LandingPage {
  /** What is exported. */
  readonly name: string;
  /** Version of the exporter. */
  readonly version?: string | undefined;
  /** What the exporter is for. */
  readonly description?: string | undefined;
  /** Where to go from here. */
  readonly links: readonly Link[];
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 48rem; padding: 2rem 1rem; }
a { color: light-dark(#b3420f, #ff9e6b); }
`;

/**
 * Writes the page at `/`: what this exporter is and where to go. All texts are escaped.
 *
 * @param page What stands on it
 * @returns HTML
 */
export function landingPage({ name, version, description, links }: LandingPage): ReturnType<typeof html> {
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>${name} exporter</title>
        <style>${STYLE}</style>
      </head>
      <body>
    <h1>${name} exporter</h1>
    ${description && html`<p>${description}</p>`}
    ${version && html`<p>Version ${version}</p>`}
    <ul>
    ${links.map(listItem)}
    </ul>
      </body>
    </html>
  `;
}

function listItem({ href, text, description }: Link): ReturnType<typeof html> {
  return html`
    <li><a href="${href}">${text}</a>${description && `: ${description}`}</li>
  `;
}
