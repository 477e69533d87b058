import { html } from "hono/html";

/** A link on the landing page. */
export interface Link {
  /** Path within the exporter, or `http:` or `https:` URL. */
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

/** Text that is markup already. */
export type Markup = ReturnType<typeof html>;

/**
 * Writes the page at `/`: what this exporter is and where to go, and the frame that its script fills with what is measured.
 * All texts are escaped, and paths are relative, so that the exporter can be put under any prefix.
 *
 * @param page What stands on it
 * @returns HTML
 */
export function landingPage({ name, version, description, links }: LandingPage): Markup {
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>${name} exporter</title>
        <link rel="icon" href="./-/page/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="./-/page/style.css">
        <script type="module" src="./-/page/app.js"></script>
      </head>
      <body>
        <header>
    <h1>${name} exporter</h1>
    ${version && html`<p class="version">Version ${version}</p>`}
    ${description && html`<p class="description">${description}</p>`}
    <nav aria-label="Pages"><ul>
    ${links.map(listItem)}
    </ul></nav>
        </header>
        <main>
    <noscript><p>With JavaScript, this page shows what is measured, as it changes.</p></noscript>
    ${LIVE}
        </main>
      </body>
    </html>
  `;
}

function listItem({ href, text, description }: Link): Markup {
  return html`
    <li><a href="${relative(href)}">${text}</a>${description && `: ${description}`}</li>
  `;
}

/** Makes a path relative to the page. Not without the dot: `/a:b` would become an address of another kind. */
function relative(href: string): string {
  return /^\/(?![/\\])/.test(href) ? `.${href}` : href;
}

/** What the script fills. Without it, nothing of this is seen. */
const LIVE = html`
  <div id="live" hidden>
    <div class="bar">
      <p id="state" role="status"></p>
      <p id="figures"></p>
      <button type="button" id="refresh">Update now</button>
      <button type="button" id="pause" aria-pressed="false">Pause</button>
    </div>
    <details id="problems" hidden>
      <summary></summary>
      <ul></ul>
    </details>
    <section id="collectors" aria-labelledby="collectors-title" hidden>
      <h2 id="collectors-title">Collectors</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Collector</th>
            <th scope="col">Last collection</th>
            <th scope="col" class="number">Took</th>
            <th scope="col" class="trend wide">Trend</th>
            <th scope="col">Last failure</th>
          </tr>
        </thead>
        <tbody></tbody>
      </table>
    </section>
    <section id="families" aria-labelledby="families-title">
      <h2 id="families-title">Metrics</h2>
      <div class="bar">
        <input
          type="search"
          id="search"
          placeholder="Name, help, type or label"
          aria-label="Search metrics"
          aria-keyshortcuts="/"
          autocomplete="off"
          spellcheck="false"
        >
        <p id="found" role="status"></p>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col" aria-sort="ascending"><button type="button" data-sort="name">Name</button></th>
            <th scope="col" class="wide"><button type="button" data-sort="type">Type</button></th>
            <th scope="col" class="wide">Unit</th>
            <th scope="col" class="number wide"><button type="button" data-sort="series">Series</button></th>
            <th scope="col" class="number">Value</th>
            <th scope="col" class="trend">Trend</th>
          </tr>
        </thead>
      </table>
    </section>
  </div>
`;
