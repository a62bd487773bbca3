import { AppError } from '#lib/domain/app-error.ts';
import { readServerStatement } from '#lib/pki/signing-batch/server-statement.ts';
import { assertInTime, invalid } from '#lib/pki/signing-batch/check-manifest.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import { VGCA_ORDER_TYPE, VgcaOrderSchema, type VgcaOrder } from '#lib/protocol/vgca.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { DialogTurn } from '../../dialog/dialog-turn.ts';
import type { Pairing } from '../../pairing/pairings.ts';
import type { UsedManifests } from '../used-manifests.ts';
import type { VgcaProvider } from './vgca-provider.ts';
import type { VgcaService } from './vgca-service.ts';

export type VgcaDeskParts = {
  service: VgcaService;
  provider: VgcaProvider;
  turn: DialogTurn;
  usedManifests: UsedManifests;
  audit: AuditLog;
  now: () => Date;
};

/** Below it, on the page's own server, the service fetches and leaves documents. */
const serverPath = '/api/signing/vgca/';

/** What pages ask of VGCA Sign Service beside batches: its certificate, and whole documents. */
export class VgcaDesk {
  readonly #parts: VgcaDeskParts;

  constructor(parts: VgcaDeskParts) {
    this.#parts = parts;
  }

  /** Throws VGCA_NOT_RUNNING, VGCA_FAILED, BRIDGE_BUSY, TOO_MANY_REQUESTS. */
  async learnCertificate({ origin }: Pairing): Promise<CertificateInfo> {
    return await this.#inTurn(origin, () => this.#parts.provider.learnCertificate());
  }

  /**
   * Hands one document over to the service, which shows it and asks for the PIN itself. Only what our
   * server ordered for this page, once. Resolves with the hash of the log's entry.
   */
  async signDocument(order: string, pairing: Pairing): Promise<string> {
    const checked = await this.#check(order, pairing);
    const { service, audit } = this.#parts;
    const entry = {
      origin: pairing.origin,
      batchId: checked.jti,
      documentId: checked.jti,
      title: checked.title,
      contentSha256: checked.contentSha256,
    };
    try {
      await this.#inTurn(pairing.origin, () =>
        service.signDocument(checked.operation, {
          FileUploadHandler: checked.uploadUrl,
          SessionId: '',
          JWTToken: '',
          FileName: checked.sourceUrl,
          DocNumber: checked.numberNotation,
          IssuedDate: checked.issuedOn,
          MetaData: [],
        }),
      );
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'SERVER_FAILED';
      await audit.append({ event: 'failed', ...entry, code });
      throw error;
    }
    return await audit.append({ event: 'signed', ...entry });
  }

  async #check(order: string, { origin, serverKey }: Pairing): Promise<VgcaOrder> {
    const read = await readServerStatement(order, {
      serverKey,
      type: VGCA_ORDER_TYPE,
      schema: VgcaOrderSchema,
    });
    if ('problem' in read) throw invalid(read.problem);
    const { payload } = read;
    const nowMs = this.#parts.now().getTime();
    if (payload.origin !== origin) throw invalid('origin');
    const areOurs = [payload.sourceUrl, payload.uploadUrl].every((url) => isBelow(url, origin));
    if (!areOurs) throw invalid('address');
    assertInTime(payload, nowMs);
    await this.#parts.usedManifests.use(payload, nowMs);
    return payload;
  }

  /** The service opens a window: one at a time, and not again and again. */
  async #inTurn<Result>(origin: string, deed: () => Promise<Result>): Promise<Result> {
    const { turn, now } = this.#parts;
    const release = turn.take(origin, now().getTime());
    try {
      const result = await deed();
      turn.countAccepted(origin);
      return result;
    } catch (error) {
      turn.countFruitless(origin, 'failed', now().getTime());
      throw error;
    } finally {
      release();
    }
  }
}

function isBelow(address: string, origin: string): boolean {
  const url = URL.parse(address);
  return url?.origin === origin && url.pathname.startsWith(serverPath);
}
