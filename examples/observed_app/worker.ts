import exporter, { runtime, work } from "./exporter.ts";

// Between requests a Worker does nothing: each request does one step.
export default {
  fetch: runtime.countRequests(async (request: Request): Promise<Response> => {
    await work();
    return exporter.fetch(request);
  }),
};
