import * as v from 'valibot';
import { assembleDocument } from '#lib/client/assembling/assemble-document.ts';
import type { VgcaBridge } from '#lib/client/bridge/bridge.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { equalBytes } from '#lib/pki/bytes.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import {
  VgcaTaskSchema,
  type VgcaOperation,
  type VgcaTask,
  type VgcaTaskQuery,
} from '#lib/protocol/vgca.ts';
import type { SealedDocument } from './signature-preparation.ts';
import type { SigningTask } from './signing-source.ts';
import type { VgcaSource } from './vgca-source.svelte.ts';

/** Signs documents one by one in a window of its own, where a list cannot be signed. */
export interface WholeDocumentSigner {
  /** Whether this certificate can sign in no other way. */
  isNeeded(info: CertificateInfo): Promise<boolean>;
  sign(task: SigningTask, info: CertificateInfo): Promise<WhollySigned>;
}
export type WhollySigned = {
  sealed: SealedDocument;
  pageCount: number;
  /** Of the order, and of the entry about it in the log on this PC. */
  batchId: string;
  auditHash: string;
};

/** Documents on their way through our server to VGCA Sign Service. All throw `AppError`. */
export interface VgcaOrders {
  order(pdf: Uint8Array, query: VgcaTaskQuery): Promise<VgcaTask>;
  result(taskId: string): Promise<Uint8Array<ArrayBuffer>>;
}

type Options = {
  bridge: Pick<VgcaBridge, 'signWithVgca'>;
  vgca: Pick<VgcaSource, 'look' | 'signsHashes'>;
  orders: VgcaOrders;
  operation: VgcaOperation;
};

/** Versions of VGCA Sign Service that sign no hashes: each document is shown and signed there. */
export class VgcaDocuments implements WholeDocumentSigner {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async isNeeded({ provider }: CertificateInfo): Promise<boolean> {
    if (provider !== 'vgca') return false;
    const { vgca } = this.#options;
    await vgca.look();
    return vgca.signsHashes === false;
  }

  /** Throws CONTENT_MISMATCH when what comes back does not continue what was sent. */
  async sign(
    { title, numberNotation, input }: SigningTask,
    { certificateSha256 }: CertificateInfo,
  ): Promise<WhollySigned> {
    const { bridge, orders, operation } = this.#options;
    const { pdf, pageCount } = await assembleDocument(input.source);
    const query = { operation, title, numberNotation, issuedOn: '', certificateSha256 };
    const { taskId, order } = await orders.order(pdf, query);
    const auditHash = await bridge.signWithVgca(order);
    const signed = await orders.result(taskId);
    if (!equalBytes(signed.subarray(0, pdf.length), pdf)) throw new AppError('CONTENT_MISMATCH');
    const sealed: SealedDocument = {
      pdf: new Blob([signed], { type: 'application/pdf' }),
      sha256: await sha256Hex(signed),
      level: 'B-B',
      timestampProblem: null,
    };
    return { sealed, pageCount, batchId: taskId, auditHash };
  }
}

const path = '/api/signing/vgca/tasks';

export const httpVgcaOrders: VgcaOrders = {
  async order(pdf, query) {
    const response = await reach(`${path}?${new URLSearchParams(query).toString()}`, {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: new Uint8Array(pdf),
    });
    const { success, output } = v.safeParse(
      VgcaTaskSchema,
      await response.json().catch(() => null),
    );
    if (!success) throw new AppError('SERVER_FAILED');
    return output;
  },
  async result(taskId) {
    const response = await reach(`${path}/${taskId}`, {});
    const bytes = await response.arrayBuffer().catch((cause: unknown) => {
      throw new AppError('SERVER_UNREACHABLE', {}, { cause });
    });
    return new Uint8Array(bytes);
  },
};

async function reach(address: string, request: RequestInit): Promise<Response> {
  const response = await fetch(address, request).catch((cause: unknown) => {
    throw new AppError('SERVER_UNREACHABLE', {}, { cause });
  });
  if (!response.ok) throw await errorFromResponse(response);
  return response;
}
