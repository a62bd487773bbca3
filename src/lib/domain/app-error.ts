/**
 * The one error a person can meet. The code is chosen where the foreign error is understood;
 * `src/lib/i18n/<language>/errors.ts` turns it into message + remedy, `src/lib/server/http/problem.ts`
 * into an HTTP status (RFC 9457). A bug stays a plain Error.
 */
export const errorCodes = [
  // Access
  'NOT_SIGNED_IN',
  'WRONG_CREDENTIALS',
  'ACCOUNT_LOCKED',
  'NO_PERMISSION',
  'TOO_MANY_REQUESTS',
  'NOT_FOUND',
  'INVALID_INPUT',
  // Importing
  'FILE_EMPTY',
  'FILE_TRUNCATED',
  'FILE_NOT_AN_IMAGE',
  'FILE_TYPE_UNSUPPORTED',
  'FILE_TOO_LARGE',
  'IMAGE_TOO_LARGE',
  'PDF_ENCRYPTED',
  'PDF_BROKEN',
  'PDF_TOO_MANY_PAGES',
  'STORAGE_FULL',
  'BATCH_OPEN_ELSEWHERE',
  'PAGE_DATA_LOST',
  /** The tab was closed before the file became pages; the caller asks for the file again. */
  'FILE_NOT_IMPORTED',
  /** The disk or share that the file is on does not give it out. */
  'FILE_UNREADABLE',
  // Scanning
  'SCANNER_UNREACHABLE',
  'SCANNER_BUSY',
  /** The scanner takes no such source, colour or resolution; details: setting. */
  'SCANNER_SETTINGS_UNSUPPORTED',
  'SCANNER_FEEDER_EMPTY',
  /** details: pageCount, the pages that are safe. */
  'SCANNER_JAMMED',
  'SCANNER_COVER_OPEN',
  /** A page arrived broken more than once; details: pageNumber. */
  'SCANNER_TRANSFER_BROKEN',
  'SCANNER_FAILED',
  /** SANE is not installed, or no multicast on this network. */
  'SCANNER_DRIVER_MISSING',
  'SCAN_FOLDER_UNREADABLE',
  /** The bridge restarted, or the device went away, in the middle; details: pageCount. */
  'SCAN_INTERRUPTED',
  /** The bridge cannot write scanned pages to this PC's disk. */
  'SCAN_DISK_FULL',
  // Recognition
  'OCR_ENGINE_FAILED',
  // Tagging and repository
  'METADATA_INCOMPLETE',
  'DUPLICATE_DOCUMENT',
  'INVENTORY_ITEM_TAKEN',
  'PAGE_COUNT_MISMATCH',
  'CONTENT_MISMATCH',
  'CONTENT_NOT_RECEIVED',
  'NOT_A_PDF',
  'SIGNATURE_MISSING',
  'SIGNATURE_BROKEN',
  'SIGNATURE_UNTRUSTED',
  'DOCUMENT_STATE_CONFLICT',
  // Signing and bridge
  'BRIDGE_NOT_RUNNING',
  'BRIDGE_PERMISSION_DENIED',
  'BRIDGE_NOT_PAIRED',
  'BRIDGE_PAIRING_REFUSED',
  'BRIDGE_UNTRUSTED',
  'BRIDGE_BAD_HOST',
  'BRIDGE_BAD_ORIGIN',
  'BRIDGE_BAD_REQUEST',
  'BRIDGE_BUSY',
  'BRIDGE_NO_DIALOG',
  'MANIFEST_INVALID',
  'USER_CANCELLED',
  'CONSENT_EXPIRED',
  'NO_TOKEN',
  'NO_CERTIFICATE',
  'CERTIFICATE_MISMATCH',
  'CERTIFICATE_EXPIRED',
  'CERTIFICATE_NOT_YET_VALID',
  'CERTIFICATE_NOT_FOR_SIGNING',
  'PIN_INCORRECT',
  'PIN_FINAL_TRY',
  'PIN_LOCKED',
  'PIN_LENGTH',
  'TOKEN_REMOVED',
  'TOKEN_BUSY',
  'MODULE_FAILED',
  /** A 32-bit driver, or one for another processor; details: built, needed. */
  'MODULE_WRONG_ARCHITECTURE',
  'SIGNATURE_NOT_VERIFIED',
  'PDF_CANNOT_BE_SIGNED',
  /** Hidden or replaceable content was found before signing; details: findings. */
  'PDF_SUSPICIOUS_CONTENT',
  'CERTIFICATE_REVOKED',
  /** Neither CRL nor OCSP could be asked: the signer is warned and decides. */
  'REVOCATION_UNREACHABLE',
  'TSA_UNREACHABLE',
  /** The answer of the TSA does not fit the request or cannot be trusted. */
  'TIMESTAMP_INVALID',
  'VALIDATION_DATA_MISSING',
  'IMAGE_NOT_TRANSPARENT',
  'SIGNING_PROFILE_MISSING',
  /** The profile shows an image that nobody uploaded; details: image. */
  'SIGNING_IMAGE_MISSING',
  /** A person's certificate where the agency signs, or the certificate of another agency. */
  'SIGNER_NOT_ALLOWED',
  /** Somebody else signed or extended the document in between. */
  'DOCUMENT_CHANGED_MEANWHILE',
  'VGCA_NOT_RUNNING',
  'VGCA_FAILED',
  'REMOTE_SIGNING_FAILED',
  // Server and network
  'SERVER_UNREACHABLE',
  'SERVER_STORAGE_FULL',
  'SERVER_FAILED',
  'UPLOAD_INTERRUPTED',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** Facts for the message (file name, counts, fields). Never a secret, never a stack. */
  readonly details: Readonly<Record<string, string | number | readonly string[]>>;

  constructor(code: ErrorCode, details: AppError['details'] = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.details = details;
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && (errorCodes as readonly string[]).includes(value);
}
