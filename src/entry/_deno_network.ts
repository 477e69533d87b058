import type { Network } from "../app/targets/network.ts";
import { network as nodeNetwork } from "./_network.ts";

// The few members this file reads; the real `Deno` stays assignable to it.
interface DenoLike {
  readonly permissions: { querySync(permission: Permission): { readonly state: string } };
}
type Permission = { readonly name: "sys" } | { readonly name: "env"; readonly variable: string };

const { Deno } = globalThis as unknown as { readonly Deno: DenoLike };

/** What `node:https` asks for before it knows which certificates to trust; it would prompt for them. */
const CERTIFICATES: readonly Permission[] = [{ name: "sys" }, { name: "env", variable: "NODE_USE_SYSTEM_CA" }];

/**
 * The network of Deno. Without `--allow-sys` and `--allow-env=NODE_USE_SYSTEM_CA` it cannot be told which address to connect to
 * by TLS: then that is checked before and after.
 */
export const network: Network = {
  ...nodeNetwork,
  fetchAt(hop, addresses) {
    if (hop.url.protocol === "https:" && !CERTIFICATES.every(isGranted)) return undefined;
    return nodeNetwork.fetchAt(hop, addresses);
  },
};

function isGranted(permission: Permission): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}
