import * as v from 'valibot';
import { errorCodes } from '#lib/domain/app-error.ts';

export const BRIDGE_PORT = 47321;
export const BRIDGE_API = 1;
export const MAX_BATCH_ITEMS = 200;

const Base64 = v.pipe(v.string(), v.base64());
const Base64Url = v.pipe(v.string(), v.regex(/^[\w-]+$/u));

/**
 * `GET /v1/health?c=<nonce base64url>[&p=<pairingId>]`: proves that this is the paired bridge and
 * no port squatter; `isPaired` answers for the pairing that was asked about.
 */
export const HealthSchema = v.object({
  app: v.literal('tram-so-hoa-bridge'),
  api: v.literal(BRIDGE_API),
  version: v.string(),
  /** P-256 public key of this installation, SPKI base64. */
  instanceKey: Base64,
  /** ECDSA P-256/SHA-256 (IEEE P1363) over `healthProofText`, base64; see `bridge-signatures.ts`. */
  proof: Base64,
  isPaired: v.boolean(),
});

/** `POST /v1/pair`: the page's non-exportable key and the server's manifest key; answered after the person accepted. */
export const PairRequestSchema = v.strictObject({
  /** P-256 public key of the page, SPKI base64. */
  pageKey: Base64,
  /** P-256 public key with which our server signs manifests, SPKI base64. */
  serverKey: Base64,
  userName: v.pipe(v.string(), v.maxLength(200)),
});
export const PairAnswerSchema = v.object({ pairingId: v.string(), instanceKey: Base64 });

/**
 * Six digits that both sides show: first 20 bits of SHA-256 over `pageKey|serverKey|instanceKey`
 * (SPKI bytes, concatenated), modulo 1,000,000. See `pairing-code.ts`.
 */

/**
 * Every request of a paired page carries `Authorization: Bridge <pairingId>.<time ms>.<nonce>.<signature>`:
 * ECDSA P-256/SHA-256 (P1363) over `requestText` of `bridge-signatures.ts`; accepted once.
 */

export const CertificateInfoSchema = v.object({
  provider: v.picklist(['pkcs11', 'pkcs12']),
  /** Lower-case hex of the DER. */
  certificateSha256: v.string(),
  /** The certificate and what the token holds of its chain, DER base64, leaf first. */
  chain: v.array(Base64),
  subject: v.string(),
  issuer: v.string(),
  serialNumber: v.string(),
  notBefore: v.string(),
  notAfter: v.string(),
  keyType: v.picklist(['rsa', 'ec']),
  tokenLabel: v.string(),
  isDemo: v.boolean(),
  asksPinEachTime: v.boolean(),
  pinState: v.picklist(['ok', 'low', 'final', 'locked', 'unknown']),
});
export type CertificateInfo = v.InferOutput<typeof CertificateInfoSchema>;
export const CertificatesAnswerSchema = v.object({
  certificates: v.array(CertificateInfoSchema),
  /** Drivers that crashed or hung while they were asked: file name and code. */
  problems: v.optional(v.array(v.object({ module: v.string(), code: v.picklist(errorCodes) }))),
});
export type CertificatesAnswer = v.InferOutput<typeof CertificatesAnswerSchema>;

/** `typ` of the manifest's header, so that no other JWS of the server passes for one. */
export const MANIFEST_TYPE = 'tsh-manifest+jwt';
/** Payload of the manifest: a compact JWS (ES256) signed by our server. */
export const ManifestSchema = v.strictObject({
  jti: v.string(),
  iat: v.number(),
  /** Seconds; at most five minutes after `iat`. */
  exp: v.number(),
  origin: v.string(),
  userName: v.string(),
  certificateSha256: v.string(),
  documents: v.pipe(
    v.array(
      v.strictObject({
        id: v.string(),
        title: v.string(),
        numberNotation: v.string(),
        pageCount: v.number(),
        /** SHA-256 of the byte ranges that will be signed = the CMS messageDigest, hex. */
        contentSha256: v.string(),
        /** SHA-256 of the DER signed attributes, hex. */
        attributesSha256: v.string(),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_BATCH_ITEMS),
  ),
});
export type Manifest = v.InferOutput<typeof ManifestSchema>;

/** `POST /api/signing/manifests` on our server: what the page asks to be put into the manifest. */
export const ManifestRequestSchema = v.strictObject({
  certificateSha256: v.string(),
  documents: ManifestSchema.entries.documents,
});
export const ManifestAnswerSchema = v.object({ manifest: v.string() });
/** `GET /api/signing/manifests/key`. */
export const ManifestKeySchema = v.object({ serverKey: Base64 });

/**
 * `POST /v1/batches`: DER signed attributes, never a bare hash; the answer is a stream of NDJSON
 * events. The same request sent again and `GET /v1/batches/{id}` (for ten minutes) answer the same
 * events from the first one on. `POST /v1/batches/{id}/cancel` stops before the next item.
 */
export const SignBatchRequestSchema = v.strictObject({
  batchId: v.pipe(v.string(), v.uuid()),
  provider: v.picklist(['pkcs11', 'pkcs12']),
  certificateSha256: v.string(),
  /** Compact JWS; see ManifestSchema. */
  manifest: v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/u)),
  items: v.pipe(
    v.array(v.strictObject({ id: v.string(), toBeSigned: Base64 })),
    v.minLength(1),
    v.maxLength(MAX_BATCH_ITEMS),
  ),
});
export type SignBatchRequest = v.InferOutput<typeof SignBatchRequestSchema>;

const ItemError = v.object({
  code: v.picklist(errorCodes),
  details: v.record(v.string(), v.union([v.string(), v.number(), v.array(v.string())])),
});
export const SignEventSchema = v.variant('event', [
  /** The dialog is open on this PC: list, consent and PIN. */
  v.object({ event: v.literal('consent') }),
  /** The token accepted the PIN. */
  v.object({ event: v.literal('login') }),
  /** Raw signature of the token: PKCS#1 v1.5 block, or ECDSA DER `SEQUENCE { r, s }`. */
  v.object({ event: v.literal('signed'), id: v.string(), signature: Base64 }),
  v.object({ event: v.literal('failed'), id: v.string(), error: ItemError }),
  /** The whole batch ended early (wrong PIN, cancelled, token removed). */
  v.object({
    event: v.literal('stopped'),
    error: ItemError,
    signed: v.number(),
    total: v.number(),
  }),
  v.object({ event: v.literal('done'), signed: v.number(), total: v.number() }),
]);
export type SignEvent = v.InferOutput<typeof SignEventSchema>;

export { Base64, Base64Url };
