import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import type { Problem } from '#lib/protocol/problem.ts';

/** HTTP status of every code; the compiler finds a new one. */
const statuses = {
  NOT_SIGNED_IN: 401,
  WRONG_CREDENTIALS: 401,
  ACCOUNT_LOCKED: 403,
  NO_PERMISSION: 403,
  TOO_MANY_REQUESTS: 429,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  FILE_EMPTY: 422,
  FILE_TRUNCATED: 422,
  FILE_NOT_AN_IMAGE: 422,
  FILE_TYPE_UNSUPPORTED: 415,
  FILE_TOO_LARGE: 413,
  IMAGE_TOO_LARGE: 413,
  PDF_ENCRYPTED: 422,
  PDF_BROKEN: 422,
  PDF_TOO_MANY_PAGES: 422,
  STORAGE_FULL: 507,
  BATCH_OPEN_ELSEWHERE: 409,
  PAGE_DATA_LOST: 410,
  FILE_NOT_IMPORTED: 409,
  FILE_UNREADABLE: 422,
  SCANNER_UNREACHABLE: 502,
  SCANNER_BUSY: 409,
  SCANNER_SETTINGS_UNSUPPORTED: 422,
  SCANNER_FEEDER_EMPTY: 409,
  SCANNER_JAMMED: 409,
  SCANNER_COVER_OPEN: 409,
  SCANNER_TRANSFER_BROKEN: 502,
  SCANNER_FAILED: 502,
  SCANNER_DRIVER_MISSING: 501,
  SCAN_FOLDER_UNREADABLE: 422,
  SCAN_INTERRUPTED: 409,
  SCAN_DISK_FULL: 507,
  OCR_ENGINE_FAILED: 500,
  METADATA_INCOMPLETE: 422,
  DUPLICATE_DOCUMENT: 409,
  INVENTORY_ITEM_TAKEN: 409,
  PAGE_COUNT_MISMATCH: 422,
  CONTENT_MISMATCH: 422,
  CONTENT_NOT_RECEIVED: 409,
  NOT_A_PDF: 422,
  SIGNATURE_MISSING: 422,
  SIGNATURE_BROKEN: 422,
  SIGNATURE_UNTRUSTED: 422,
  DOCUMENT_STATE_CONFLICT: 409,
  BRIDGE_NOT_RUNNING: 503,
  BRIDGE_PERMISSION_DENIED: 403,
  BRIDGE_NOT_PAIRED: 401,
  BRIDGE_PAIRING_REFUSED: 403,
  BRIDGE_UNTRUSTED: 403,
  BRIDGE_BAD_HOST: 421,
  BRIDGE_BAD_ORIGIN: 403,
  BRIDGE_BAD_REQUEST: 400,
  BRIDGE_BUSY: 409,
  BRIDGE_NO_DIALOG: 503,
  MANIFEST_INVALID: 400,
  USER_CANCELLED: 409,
  CONSENT_EXPIRED: 409,
  NO_TOKEN: 409,
  NO_CERTIFICATE: 409,
  CERTIFICATE_MISMATCH: 409,
  CERTIFICATE_EXPIRED: 409,
  CERTIFICATE_NOT_YET_VALID: 409,
  CERTIFICATE_NOT_FOR_SIGNING: 409,
  PIN_INCORRECT: 403,
  PIN_FINAL_TRY: 403,
  PIN_LOCKED: 403,
  PIN_LENGTH: 400,
  TOKEN_REMOVED: 409,
  TOKEN_BUSY: 409,
  MODULE_FAILED: 500,
  MODULE_WRONG_ARCHITECTURE: 409,
  SIGNATURE_NOT_VERIFIED: 500,
  PDF_CANNOT_BE_SIGNED: 422,
  PDF_SUSPICIOUS_CONTENT: 422,
  CERTIFICATE_REVOKED: 422,
  REVOCATION_UNREACHABLE: 502,
  TSA_UNREACHABLE: 502,
  TIMESTAMP_INVALID: 502,
  VALIDATION_DATA_MISSING: 502,
  IMAGE_NOT_TRANSPARENT: 422,
  SIGNING_PROFILE_MISSING: 422,
  SIGNING_IMAGE_MISSING: 422,
  SIGNER_NOT_ALLOWED: 422,
  DOCUMENT_CHANGED_MEANWHILE: 409,
  VGCA_NOT_RUNNING: 503,
  VGCA_FAILED: 502,
  REMOTE_SIGNING_FAILED: 502,
  SERVER_UNREACHABLE: 503,
  SERVER_STORAGE_FULL: 507,
  SERVER_FAILED: 500,
  UPLOAD_INTERRUPTED: 409,
} as const satisfies Record<ErrorCode, number>;

export const statusOf = (code: ErrorCode): number => statuses[code];

/**
 * Anything thrown as RFC 9457 problem details. What is none of our errors is logged in full under an
 * incident id; the person sees only the id.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof AppError) {
    const details = Object.entries(error.details).map(([key, value]) => [
      key,
      typeof value === 'object' ? [...value] : value,
    ]);
    return {
      type: 'about:blank',
      status: statusOf(error.code),
      code: error.code,
      details: Object.fromEntries(details),
    };
  }
  const incident = crypto.randomUUID();
  console.error(`incident ${incident}`, error);
  return { type: 'about:blank', status: 500, code: 'SERVER_FAILED', details: {}, incident };
}

export function problemResponse(error: unknown): Response {
  const problem = toProblem(error);
  return Response.json(problem, {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });
}
