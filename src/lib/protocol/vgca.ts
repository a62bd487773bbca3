import * as v from 'valibot';
import { CertificateInfoSchema } from './bridge.ts';

/**
 * VGCA Sign Service signs hashes, which the bridge asks of it as of any token, or, in older versions,
 * only whole documents: it fetches a PDF from our server, shows it, signs it, and sends it back.
 * Written after its public clients; not tried against the real service.
 */
export const vgcaOperations = ['SignApproved', 'SignIssued', 'SignCopy', 'SignAppendix'] as const;
/** Approve as a leader, issue with number, date and seal, true copy (sao y), appendix. */
export type VgcaOperation = (typeof vgcaOperations)[number];

/** How large a PDF the service may send back. */
export const MAX_VGCA_BYTES = 256 * 1024 * 1024;

const Line = v.pipe(v.string(), v.trim(), v.maxLength(300));
const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u));

/**
 * Query of `POST /api/signing/vgca/tasks`; the body (`application/pdf`) is what shall be signed. The
 * person's own task, for twenty minutes.
 */
export const VgcaTaskQuerySchema = v.object({
  operation: v.picklist(vgcaOperations),
  title: Line,
  numberNotation: Line,
  /** As the paper says it; empty where it says none. */
  issuedOn: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.isoDate())]), ''),
  /** The one that shall sign; left out where the service did not tell. */
  certificateSha256: v.optional(Sha256),
});
export type VgcaTaskQuery = v.InferOutput<typeof VgcaTaskQuerySchema>;
/** `order`: compact JWS for the bridge; see VgcaOrderSchema. */
export const VgcaTaskSchema = v.object({ taskId: v.pipe(v.string(), v.uuid()), order: v.string() });
export type VgcaTask = v.InferOutput<typeof VgcaTaskSchema>;

/** `typ` of an order's header. */
export const VGCA_ORDER_TYPE = 'tsh-vgca-order+jwt';
/** Payload of an order: a compact JWS (ES256) signed by our server, used once. */
export const VgcaOrderSchema = v.strictObject({
  jti: v.string(),
  iat: v.number(),
  /** Seconds; at most five minutes after `iat`. */
  exp: v.number(),
  origin: v.string(),
  userName: v.string(),
  operation: v.picklist(vgcaOperations),
  title: v.string(),
  numberNotation: v.string(),
  /** dd/MM/yyyy, or empty. */
  issuedOn: v.string(),
  /** Of the PDF that is to be signed. */
  contentSha256: Sha256,
  /** With one-time tokens; both below the origin. */
  sourceUrl: v.pipe(v.string(), v.url()),
  uploadUrl: v.pipe(v.string(), v.url()),
});
export type VgcaOrder = v.InferOutput<typeof VgcaOrderSchema>;

/**
 * `POST /v1/vgca/documents` of the bridge; answered once the service says that it has sent the
 * signed PDF, which our server then gives out as `GET /api/signing/vgca/tasks/{taskId}`.
 */
export const VgcaDocumentRequestSchema = v.strictObject({
  order: v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/u)),
});
export const VgcaDocumentAnswerSchema = v.object({ auditHash: v.string() });

/** `POST /v1/vgca/certificate` of the bridge, from a click: the service may ask for the PIN. */
export const VgcaCertificateAnswerSchema = v.object({ certificate: CertificateInfoSchema });
