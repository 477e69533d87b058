import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { PemTexts } from "../app/tls/tls_options.ts";

type PemProblems = Partial<Record<keyof PemTexts, string>>;

/** Finds what is wrong with certificates and keys. What a runtime says of them is no help: each says something else. */
export function findPemProblems({ cert, key, client_ca }: PemTexts): PemProblems {
  const problems: PemProblems = {};
  const certificate = cert === undefined ? undefined : attempt(() => new X509Certificate(cert));
  const privateKey = key === undefined ? undefined : attempt(() => createPrivateKey(key));
  if (cert !== undefined && certificate === undefined) problems.cert = "holds no certificate in PEM";
  if (key !== undefined && privateKey === undefined) problems.key = "holds no unencrypted private key in PEM";
  if (client_ca !== undefined && attempt(() => new X509Certificate(client_ca)) === undefined) {
    problems.client_ca = "holds no certificate in PEM";
  }
  if (certificate && privateKey && !isPair(certificate, privateKey)) problems.key = "is not the key of the certificate";
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
