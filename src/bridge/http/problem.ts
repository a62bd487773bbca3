import { AppError } from '#lib/domain/app-error.ts';
import type { ErrorCode } from '#lib/domain/app-error.ts';
import type { Problem } from '#lib/protocol/problem.ts';

const statusOfCode: Partial<Record<ErrorCode, number>> = {
  BRIDGE_BAD_HOST: 421,
  BRIDGE_BAD_ORIGIN: 403,
  BRIDGE_NOT_PAIRED: 401,
  BRIDGE_PAIRING_REFUSED: 403,
  BRIDGE_BUSY: 409,
  BRIDGE_NO_DIALOG: 503,
  VGCA_NOT_RUNNING: 503,
  VGCA_FAILED: 502,
  MANIFEST_INVALID: 403,
  SCANNER_UNREACHABLE: 502,
  SCANNER_BUSY: 409,
  SCANNER_SETTINGS_UNSUPPORTED: 422,
  SCANNER_FAILED: 502,
  SCANNER_DRIVER_MISSING: 501,
  SCAN_FOLDER_UNREADABLE: 422,
  SCAN_DISK_FULL: 503,
  PAGE_DATA_LOST: 410,
  NOT_FOUND: 404,
  TOO_MANY_REQUESTS: 429,
  SERVER_FAILED: 500,
};

const statusOfReason: Readonly<Record<string, number>> = {
  'not-json': 415,
  'too-large': 413,
  method: 405,
};

/** RFC 9457 answer to what went wrong; a bug becomes SERVER_FAILED with the id of its log line. */
export function problemOf(error: unknown, incident: () => string): Problem {
  if (!(error instanceof AppError)) {
    return {
      type: 'about:blank',
      status: 500,
      code: 'SERVER_FAILED',
      details: {},
      incident: incident(),
    };
  }
  const { code } = error;
  const status = statusOfReason[String(error.details.reason)] ?? statusOfCode[code] ?? 400;
  return { type: 'about:blank', status, code, details: detailsOf(error) };
}

/** The details in the mutable shape that the schemas of the protocol infer. */
export function detailsOf(error: AppError): Problem['details'] {
  return Object.fromEntries(
    Object.entries(error.details).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'number' ? value : [...value],
    ]),
  );
}
