import * as v from 'valibot';
import { errorCodes } from '#lib/domain/app-error.ts';
import { signingAlgorithms } from '#lib/domain/signing-algorithm.ts';

export const BRIDGE_PORT = 47321;
export const BRIDGE_API = 1;
export const MAX_BATCH_ITEMS = 200;

/** Where signatures can come from; `csc`, remote signing, is asked through our server. */
export const signingProviders = ['pkcs11', 'pkcs12', 'vgca', 'csc'] as const;

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
  provider: v.picklist(signingProviders),
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

/** A token in its slot, as its driver tells it without a PIN. */
export const TokenStateSchema = v.object({
  /** File name of the driver. */
  module: v.string(),
  label: v.string(),
  serialNumber: v.string(),
  pinState: CertificateInfoSchema.entries.pinState,
  hasPinPad: v.boolean(),
});
export type TokenState = v.InferOutput<typeof TokenStateSchema>;

/**
 * `GET /v1/events`: NDJSON for as long as the page listens. Tokens first as they are, then what
 * changes; `alive` every fifteen seconds, so that a lost connection shows.
 */
export const TokenEventSchema = v.variant('event', [
  v.object({ event: v.literal('tokens'), tokens: v.array(TokenStateSchema) }),
  v.object({ event: v.literal('inserted'), token: TokenStateSchema }),
  v.object({ event: v.literal('removed'), token: TokenStateSchema }),
  /** Another PIN state than before: a try was used up, or the token is locked or unlocked. */
  v.object({ event: v.literal('pin-state'), token: TokenStateSchema }),
  v.object({ event: v.literal('alive') }),
  /** The last event: newer pages of this browser listen now. */
  v.object({ event: v.literal('superseded') }),
]);
export type TokenEvent = v.InferOutput<typeof TokenEventSchema>;

/** `GET /v1/providers`: where signatures can come from, each driver with its state and tokens. */
export const ProvidersAnswerSchema = v.object({
  version: v.string(),
  /** How this PC asks for consent and PIN: `pinentry`, `zenity`, …; `none` = nobody can be asked. */
  dialog: v.string(),
  providers: v.array(
    v.object({
      id: CertificateInfoSchema.entries.provider,
      modules: v.array(
        v.object({
          name: v.string(),
          path: v.string(),
          /** `null`: answers. */
          problem: v.nullable(v.picklist(errorCodes)),
          /** Of VGCA: false for a version that signs whole documents only; null: not tried. */
          signsHashes: v.optional(v.nullable(v.boolean())),
          tokens: v.array(TokenStateSchema),
        }),
      ),
    }),
  ),
});
export type ProvidersAnswer = v.InferOutput<typeof ProvidersAnswerSchema>;
export type ModuleState = ProvidersAnswer['providers'][number]['modules'][number];

/** `GET /v1/audit?since=<ISO instant>`: this origin's entries of the log on this PC, oldest first. */
export const AuditAnswerSchema = v.object({
  entries: v.array(
    v.looseObject({
      at: v.string(),
      event: v.string(),
      /** SHA-256 of the entry's line, hex; `previous` is that of the line before it. */
      hash: v.string(),
      previous: v.string(),
    }),
  ),
  /** Later entries were left out; ask again from the last one's `at`. */
  hasMore: v.boolean(),
});
export type AuditAnswer = v.InferOutput<typeof AuditAnswerSchema>;

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
  /** The installation key of the one bridge that may take it, SPKI base64; left out: any. */
  audience: v.optional(Base64),
  documents: v.pipe(
    v.array(
      v.strictObject({
        id: v.string(),
        title: v.string(),
        numberNotation: v.string(),
        pageCount: v.number(),
        /** SHA-256 of the byte ranges that will be signed = the CMS messageDigest, hex. */
        contentSha256: v.string(),
        /** The CMS messageDigest, hex, where the document is signed with another digest. */
        contentDigest: v.optional(v.string()),
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
  audience: ManifestSchema.entries.audience,
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
  provider: v.picklist(signingProviders),
  certificateSha256: v.string(),
  /** Compact JWS; see ManifestSchema. */
  manifest: v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/u)),
  items: v.pipe(
    v.array(
      v.strictObject({
        id: v.string(),
        toBeSigned: Base64,
        /** Left out: what the attributes say, else PKCS#1 v1.5 or ECDSA with SHA-256. */
        algorithm: v.optional(v.picklist(signingAlgorithms)),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_BATCH_ITEMS),
  ),
});
export type SignBatchRequest = v.InferOutput<typeof SignBatchRequestSchema>;

/** SHA-256 of the entry about it in the log on this PC, hex: the receipt to keep with the document. */
const AuditHash = v.optional(v.string());
const ItemError = v.object({
  code: v.picklist(errorCodes),
  details: v.record(v.string(), v.union([v.string(), v.number(), v.array(v.string())])),
});
export const SignEventSchema = v.variant('event', [
  /** The dialog is open on this PC: list, consent and PIN. */
  v.object({ event: v.literal('consent') }),
  /** The token accepted the PIN. */
  v.object({ event: v.literal('login') }),
  /** Raw signature of the token: RSA block, or ECDSA DER `SEQUENCE { r, s }`. */
  v.object({
    event: v.literal('signed'),
    id: v.string(),
    signature: Base64,
    auditHash: AuditHash,
  }),
  v.object({ event: v.literal('failed'), id: v.string(), error: ItemError }),
  /** The whole batch ended early (wrong PIN, cancelled, token removed). */
  v.object({
    event: v.literal('stopped'),
    error: ItemError,
    signed: v.number(),
    total: v.number(),
    auditHash: AuditHash,
  }),
  v.object({
    event: v.literal('done'),
    signed: v.number(),
    total: v.number(),
    auditHash: AuditHash,
  }),
]);
export type SignEvent = v.InferOutput<typeof SignEventSchema>;

export { Base64, Base64Url };
