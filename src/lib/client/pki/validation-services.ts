import { AppError, type ErrorCode } from '#lib/domain/app-error.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import { mediaTypes, type ServiceRefusal } from '#lib/protocol/pki.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import type { TrustSettings } from '#lib/protocol/trust-anchors.ts';

type Unreachable = Extract<ErrorCode, 'TSA_UNREACHABLE' | 'REVOCATION_UNREACHABLE'>;

/**
 * TSA, OCSP and CRL as a page reaches them: through the server. `signal` ends what is under way, and
 * stays an abort. Rejects with the server's AppError; when the server itself is not there, the
 * services are not either.
 */
export function pageValidationServices(
  { hasTimestampAuthority }: Pick<TrustSettings, 'hasTimestampAuthority'>,
  signal?: AbortSignal,
): ValidationServices {
  const ask = (path: string, unreachable: Unreachable, request: RequestInit = {}) =>
    askServer(path, unreachable, { ...request, signal: signal ?? null });
  return {
    timestamp: hasTimestampAuthority
      ? (request) =>
          ask('/api/pki/timestamp', 'TSA_UNREACHABLE', posting(request, mediaTypes.timestampQuery))
      : null,
    ocsp: (url, request) =>
      ask(
        `/api/pki/ocsp?${queryOf(url)}`,
        'REVOCATION_UNREACHABLE',
        posting(request, mediaTypes.ocspRequest),
      ),
    crl: (url) => ask(`/api/pki/crl?${queryOf(url)}`, 'REVOCATION_UNREACHABLE'),
    issuerCertificates: (url) => ask(`/api/pki/issuer?${queryOf(url)}`, 'REVOCATION_UNREACHABLE'),
  };
}

async function askServer(
  path: string,
  unreachable: Unreachable,
  request: RequestInit,
): Promise<Uint8Array> {
  let response: Response;
  let body: ArrayBuffer;
  try {
    response = await fetch(path, request);
    if (!response.ok) throw await errorFromResponse(response);
    body = await response.arrayBuffer();
  } catch (cause) {
    if (cause instanceof AppError || request.signal?.aborted) throw cause;
    throw new AppError(
      unreachable,
      {
        reason: 'server-unreachable' satisfies ServiceRefusal,
      },
      { cause },
    );
  }
  return new Uint8Array(body);
}

function posting(body: Uint8Array, mediaType: string): RequestInit {
  return { method: 'POST', headers: { 'content-type': mediaType }, body: new Uint8Array(body) };
}

function queryOf(url: string): string {
  return new URLSearchParams({ url }).toString();
}
