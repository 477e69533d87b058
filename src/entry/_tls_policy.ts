import type { SecureServerOptions } from "node:http2";
import type { TLSSocket } from "node:tls";
import { CIPHER_SUITES, TLS_1_3_SUITES } from "../app/tls/cipher_suites.ts";
import type { TlsOptions, TlsVersion } from "../app/tls/tls_options.ts";
import { certificateNames } from "./_certificate_names.ts";

const VERSIONS = {
  TLS10: "TLSv1",
  TLS11: "TLSv1.1",
  TLS12: "TLSv1.2",
  TLS13: "TLSv1.3",
} as const satisfies Readonly<Record<TlsVersion, string>>;

/** OpenSSL's names of curves, by those of Go. */
const CURVES = { CurveP256: "P-256", CurveP384: "P-384", CurveP521: "P-521", X25519: "X25519" } as const;

/** Converts TLS options to those of Node. */
export function secureOptionsOf(tls: TlsOptions): SecureServerOptions {
  const { clientAuth = "NoClientCert", minVersion = "TLS12", maxVersion = "TLS13", http2 = true } = tls;
  const { cipherSuites = [], curvePreferences = [], clientCa } = tls;
  const ciphers = cipherSuites.flatMap((name) => CIPHER_SUITES[name] ?? []);
  // OpenSSL supports TLS before 1.2 only at security level 0; Bun does not support levels.
  const isLegacy = minVersion < "TLS12" && !("Bun" in globalThis);
  const list = ciphers.length > 0 ? [...TLS_1_3_SUITES, ...ciphers] : isLegacy ? ["DEFAULT"] : [];
  return {
    cert: tls.cert,
    key: tls.key,
    ...clientCa !== undefined ? { ca: clientCa } : {},
    requestCert: clientAuth !== "NoClientCert",
    rejectUnauthorized: clientAuth === "RequireAndVerifyClientCert",
    minVersion: VERSIONS[minVersion],
    maxVersion: VERSIONS[maxVersion],
    honorCipherOrder: tls.preferServerCipherSuites ?? true,
    ...list.length > 0 ? { ciphers: list.join(":") + (isLegacy ? "@SECLEVEL=0" : "") } : {},
    ...curvePreferences.length > 0 ? { ecdhCurve: curvePreferences.map((name) => CURVES[name]).join(":") } : {},
    allowHTTP1: true,
    ...http2 ? {} : { ALPNCallback: () => "http/1.1" },
  };
}

/** Checks the client certificate of a new connection by the rules that Node does not check. */
export function isAllowed(socket: TLSSocket, { clientAuth = "NoClientCert", clientAllowedSans }: TlsOptions): boolean {
  if (clientAuth === "NoClientCert" || clientAuth === "RequestClientCert") return true;
  const { raw } = socket.getPeerCertificate() ?? {};
  if (!raw) return clientAuth === "VerifyClientCertIfGiven";
  if (clientAuth !== "RequireAnyClientCert" && !socket.authorized) return false;
  return clientAllowedSans === undefined || certificateNames(raw).some((name) => clientAllowedSans.includes(name));
}
