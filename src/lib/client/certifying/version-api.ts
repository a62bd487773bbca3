import * as v from 'valibot';
import { requestJson } from '#lib/client/server-api/request-json.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import { encodeBase64 } from '#lib/protocol/base64.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import {
  BRIDGE_RECEIPT_HEADER,
  DocumentVersionSchema,
  type CertifiableDocument,
  type DocumentVersion,
  type ExtensionLevel,
} from '#lib/protocol/versions.ts';
import type { UnsentSignature } from './unsent-signatures.ts';

/** Versions of stored documents on the server. All throw `AppError`; `SERVER_UNREACHABLE` included. */
export interface VersionApi {
  /** The bytes of the version that was listed; `CONTENT_MISMATCH` when others arrive. */
  read(document: Pick<CertifiableDocument, 'id' | 'version' | 'sha256'>): Promise<Blob>;
  send(signature: UnsentSignature): Promise<DocumentVersion>;
  extend(documentId: string, level: ExtensionLevel): Promise<DocumentVersion>;
}

export const httpVersionApi: VersionApi = {
  async read({ id, version, sha256 }) {
    const response = await reach(`/api/documents/${id}/content?version=${version}`, {});
    const bytes = await response.arrayBuffer().catch((cause: unknown) => {
      throw new AppError('SERVER_UNREACHABLE', {}, { cause });
    });
    if ((await sha256Hex(new Uint8Array(bytes))) !== sha256) throw new AppError('CONTENT_MISMATCH');
    return new Blob([bytes], { type: 'application/pdf' });
  },

  async send({ documentId, query, receipt, appended }) {
    const receiptText = encodeBase64(new TextEncoder().encode(JSON.stringify(receipt)));
    const response = await reach(
      `/api/documents/${documentId}/versions?${new URLSearchParams(query).toString()}`,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/octet-stream',
          [BRIDGE_RECEIPT_HEADER]: receiptText.replaceAll('+', '-').replaceAll('/', '_'),
        },
        body: appended,
      },
    );
    const answer = v.safeParse(DocumentVersionSchema, await response.json().catch(() => null));
    if (!answer.success) throw new AppError('SERVER_FAILED');
    return answer.output;
  },

  extend: (documentId, level) =>
    requestJson(`/api/documents/${documentId}/extension`, DocumentVersionSchema, {
      body: { level },
    }),
};

async function reach(path: string, request: RequestInit): Promise<Response> {
  const response = await fetch(path, request).catch((cause: unknown) => {
    throw new AppError('SERVER_UNREACHABLE', {}, { cause });
  });
  if (!response.ok) throw await errorFromResponse(response);
  return response;
}
