import { delimiter, resolve } from 'node:path';
import { DEFAULT_RESULT_CODE_TEMPLATE } from '#lib/domain/result-code.ts';
import { readCscSettings, type CscSettings } from './remote-signing/csc-settings.ts';

export type Env = {
  databaseUrl: string;
  /** Uploads, stored documents and secrets live below it. */
  dataDir: string;
  origin: string;
  /** Absent: made once and kept in `dataDir`. */
  authSecret: string | null;
  /** Folders of `*.pem`/`*.crt` that signatures may chain to; none means that nothing is trusted. */
  trustAnchorDirs: readonly string[];
  pki: PkiSettings;
  /** null: nobody signs remotely. */
  csc: CscSettings | null;
  oidc: Oidc | null;
  resultCodeTemplate: string;
  /** Where pages look for the bridge on their own PC; null: its usual port. */
  bridgeUrl: string | null;
  loadsDemoData: boolean;
};

/** The outside services of signatures. */
export type PkiSettings = {
  /** RFC 3161 service; null: signatures stay without timestamps. */
  tsaUrl: string | null;
  /** For each of three tries. A TSA that is in use here took up to 131 seconds. */
  tsaTimeoutMs: number;
  /** OCSP, CRL and issuer addresses that may be asked: prefixes such as `http://ocsp.ca.gov.vn/`. */
  allowedUrls: readonly string[];
  /** Networks in CIDR notation that names in `allowedUrls` may lead to besides the public internet. */
  privateNetworks: readonly string[];
};

export type Oidc = { issuer: string; clientId: string; clientSecret: string; name: string };

/** Reads the configuration once, at start. Throws with the name of what is missing. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  return {
    databaseUrl: required(source, 'DATABASE_URL'),
    dataDir: resolve(source['DATA_DIR'] ?? 'var'),
    origin: (source['ORIGIN'] ?? 'http://127.0.0.1:4173').replace(/\/$/u, ''),
    authSecret: source['AUTH_SECRET'] ?? null,
    trustAnchorDirs: splitList(source['TRUST_ANCHORS_DIR'], delimiter),
    pki: {
      tsaUrl: source['TSA_URL'] || null,
      tsaTimeoutMs: positiveNumber(source, 'TSA_TIMEOUT_MS', 180_000),
      allowedUrls: splitList(source['PKI_ALLOWED_URLS'], ','),
      privateNetworks: splitList(source['PKI_PRIVATE_NETWORKS'], ','),
    },
    csc: readCscSettings(source),
    oidc: readOidc(source),
    resultCodeTemplate: source['RESULT_CODE_TEMPLATE'] ?? DEFAULT_RESULT_CODE_TEMPLATE,
    bridgeUrl: source['BRIDGE_URL'] ?? null,
    loadsDemoData: source['DEMO_DATA'] === '1',
  };
}

function readOidc(source: NodeJS.ProcessEnv): Oidc | null {
  const issuer = source['OIDC_ISSUER'];
  if (issuer === undefined || issuer === '') return null;
  return {
    issuer: issuer.replace(/\/$/u, ''),
    clientId: required(source, 'OIDC_CLIENT_ID'),
    clientSecret: required(source, 'OIDC_CLIENT_SECRET'),
    name: source['OIDC_NAME'] ?? 'SSO',
  };
}

function splitList(value: string | undefined, separator: string): string[] {
  return (value ?? '')
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);
}

function positiveNumber(source: NodeJS.ProcessEnv, name: string, usual: number): number {
  const value = Number(source[name] || usual);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`Biến môi trường ${name} phải là số dương.`);
}

function required(source: NodeJS.ProcessEnv, name: string): string {
  const value = source[name];
  if (value === undefined || value === '') throw new Error(`Thiếu biến môi trường ${name}.`);
  return value;
}
