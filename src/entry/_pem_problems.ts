import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { PemTexts } from "../app/tls/tls_options.ts";

type PemProblems = Partial<Record<keyof PemTexts, string>>;

/** Checks certificates and keys, with the same messages on every runtime. */
export function findPemProblems({ cert, key, client_ca }: PemTexts): PemProblems {
  const problems: PemProblems = {};
  const certificate = cert === undefined ? undefined : attempt(() => new X509Certificate(cert));
  const privateKey = key === undefined ? undefined : attempt(() => createPrivateKey(key));
  if (cert !== undefined && certificate === undefined) problems.cert = "does not contain a PEM certificate";
  if (key !== undefined && privateKey === undefined) problems.key = "does not contain an unencrypted PEM private key";
  if (client_ca !== undefined && attempt(() => new X509Certificate(client_ca)) === undefined) {
    problems.client_ca = "does not contain a PEM certificate";
  }
  if (certificate && privateKey && !isPair(certificate, privateKey)) problems.key = "does not match the certificate";
  if (Object.keys(problems).length > 0 || cert === undefined || key === undefined) return problems;
  const isUsable = attempt(() => createSecureContext({ cert, key })) !== undefined;
  return isUsable ? problems : { cert: "cannot be used for TLS" };
}

function isPair(certificate: X509Certificate, key: KeyObject): boolean {
  return attempt(() => certificate.checkPrivateKey(key)) ?? false;
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
