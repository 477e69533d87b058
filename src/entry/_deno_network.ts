import type { Network } from "../app/targets/network.ts";
import { network as nodeNetwork } from "./_network.ts";

// The few members this file reads; the real `Deno` stays assignable to it.
interface DenoPermissions {
  readonly permissions: { querySync(permission: Permission): { readonly state: string } };
}
type Permission = { readonly name: "sys" } | { readonly name: "env"; readonly variable: string };

const { Deno } = globalThis as unknown as { readonly Deno: DenoPermissions };

/** Permissions that `node:https` needs to load the trusted certificates; it would prompt for them. */
const CERTIFICATES: readonly Permission[] = [{ name: "sys" }, { name: "env", variable: "NODE_USE_SYSTEM_CA" }];

/**
 * The network of Deno. Without `--allow-sys` and `--allow-env=NODE_USE_SYSTEM_CA` it cannot connect to a given address by TLS;
 * the resolved addresses are then checked before and after the request.
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
