/** The part of an Express application that is used here. */
export interface ExpressApplication {
  /** The application that this one is mounted in. */
  readonly parent?: ExpressApplication | undefined;
  /** Where it is mounted. */
  readonly mountpath?: unknown;
  /** The router of Express 5. */
  readonly router?: unknown;
  /** The router of Express 4. */
  readonly _router?: unknown;
}

/** The part of a route that is used here. */
interface Route {
  readonly path: unknown;
}

/** A router and its layers. */
interface Router {
  readonly stack: readonly Layer[];
}

/** A layer of a router: a route, another router or a handler. */
interface Layer {
  readonly route?: Route | undefined;
  readonly handle?: Partial<Router> | undefined;
  /** The pattern, in `router` 2.3 and later. */
  readonly rawPath?: unknown;
  /** What the layer last matched, and its parameters. */
  readonly path?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** Patterns of routes, with those of their routers. */
const patterns = new WeakMap<object, string>();

/**
 * Returns the whole pattern of a route. A request has only that of the route itself: `baseUrl` contains the values of
 * parameters, and is reset when an error leaves the router. So this looks once for the route among the routers.
 *
 * @param route The route that matched
 * @param app The application that handled it
 * @returns A pattern, such as `/shops/:shop/orders/:id`
 */
export function patternOf(route: object, app: ExpressApplication | undefined): string {
  const known = patterns.get(route);
  if (known !== undefined) return known;
  let pattern = findIn(routerOf(app), route) ?? textOf((route as Route).path);
  for (let at = app; at?.parent !== undefined; at = at.parent) pattern = join(textOf(at.mountpath), pattern);
  patterns.set(route, pattern);
  return pattern;
}

function routerOf(app: ExpressApplication | undefined): Partial<Router> | undefined {
  // The getter of Express 4 throws.
  return (app?._router ?? app?.router) as Partial<Router> | undefined;
}

function findIn(router: Partial<Router> | undefined, route: object): string | undefined {
  for (const layer of router?.stack ?? []) {
    if (layer.route === route) return textOf(layer.route.path);
    const found = findIn(layer.handle, route);
    if (found !== undefined) return join(mountOf(layer), found);
  }
  return undefined;
}

/** Returns where a router is mounted. Versions without patterns only have the path that matched last. */
function mountOf({ rawPath, path = "", params = {} }: Layer): string {
  if (rawPath !== undefined) return textOf(rawPath);
  const names = new Map(Object.entries(params).map(([name, value]) => [`${value}`, name]));
  return path.split("/").map((part) => {
    const name = names.get(decodeURIComponent(part));
    return name === undefined ? part : `:${name}`;
  }).join("/");
}

function textOf(path: unknown): string {
  return Array.isArray(path) ? path.map(textOf).join("|") : `${path ?? ""}`;
}

function join(base: string, path: string): string {
  const joined = `${base.replace(/\/$/, "")}/${path.replace(/^\//, "")}`;
  return joined === "/" ? joined : joined.replace(/\/$/, "");
}
