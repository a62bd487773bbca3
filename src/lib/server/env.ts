import { resolve } from 'node:path';
import { DEFAULT_RESULT_CODE_TEMPLATE } from '#lib/domain/result-code.ts';

export type Env = {
  databaseUrl: string;
  /** Uploads, stored documents and secrets live below it. */
  dataDir: string;
  origin: string;
  /** Absent: made once and kept in `dataDir`. */
  authSecret: string | null;
  /** Folder of `*.pem`/`*.crt` that signatures may chain to; none means that nothing is trusted. */
  trustAnchorsDir: string | null;
  oidc: Oidc | null;
  resultCodeTemplate: string;
  /** Where pages look for the bridge on their own PC; null: its usual port. */
  bridgeUrl: string | null;
  loadsDemoData: boolean;
};

export type Oidc = { issuer: string; clientId: string; clientSecret: string; name: string };

/** Reads the configuration once, at start. Throws with the name of what is missing. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  return {
    databaseUrl: required(source, 'DATABASE_URL'),
    dataDir: resolve(source['DATA_DIR'] ?? 'var'),
    origin: (source['ORIGIN'] ?? 'http://127.0.0.1:4173').replace(/\/$/u, ''),
    authSecret: source['AUTH_SECRET'] ?? null,
    trustAnchorsDir: source['TRUST_ANCHORS_DIR'] ?? null,
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

function required(source: NodeJS.ProcessEnv, name: string): string {
  const value = source[name];
  if (value === undefined || value === '') throw new Error(`Thiếu biến môi trường ${name}.`);
  return value;
}
