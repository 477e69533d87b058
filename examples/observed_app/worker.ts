import exporter, { runtime, work } from "./exporter.ts";

// A Worker is idle between requests, so each request does one step.
export default {
  fetch: runtime.countRequests(async (request: Request): Promise<Response> => {
    await work();
    return exporter.fetch(request);
  }),
};
