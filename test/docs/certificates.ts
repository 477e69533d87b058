import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeAuthority } from "../support/certificates.ts";

/**
 * Makes the certificate and key that a web configuration of this project's pages names, and the authority that it trusts.
 *
 * @returns The certificate of the authority
 */
export async function writeCertificates(folder: string): Promise<string> {
  const authority = await makeAuthority("authority");
  const { cert, key } = await authority.issue({ name: "shop" });
  const files = { "shop.pem": cert, "shop.key": key, "ca.pem": authority.cert };
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return authority.cert;
}
