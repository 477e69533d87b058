import { html } from "hono/html";

/** A link on the landing page. */
export interface Link {
  /** Path within the exporter, or `http:` or `https:` URL. */
  readonly href: string;
  /** Text of the link. */
  readonly text: string;
  /** Description of the linked page. */
  readonly description?: string | undefined;
}

/** Content of the landing page. */
export interface LandingPage {
  /** Name of the exported system. */
  readonly name: string;
  /** Version of the exporter. */
  readonly version?: string | undefined;
  /** Description of the exporter. */
  readonly description?: string | undefined;
  /** Links to other pages. */
  readonly links: readonly Link[];
  /** Whether the page shows only one of several processes. */
  readonly isPartial?: boolean | undefined;
}

/** Escaped HTML. */
export type Markup = ReturnType<typeof html>;

/**
 * Writes the page at `/`: name, links, and the tables that its script fills with live metrics. All texts are escaped. Paths
 * are relative, so that the exporter can be served under any prefix.
 *
 * @param page Content of the page
 * @returns HTML
 */
export function landingPage({ name, version, description, links, isPartial }: LandingPage): Markup {
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
    ${isPartial && html`
      <p
        class="notice">This is one of several processes, and shows only its own metrics. Define the exporter with <code>share: true</code> to see all of them.</p>
    `}
    <noscript><p>Enable JavaScript to see live metrics on this page.</p></noscript>
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

/** Makes a path relative to the page. The dot is necessary: `a:b` would be a URL with the scheme `a`. */
function relative(href: string): string {
  return /^\/(?![/\\])/.test(href) ? `.${href}` : href;
}

/** Elements that the script fills. They are hidden without it. */
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
            <th scope="col" class="number">Duration</th>
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
