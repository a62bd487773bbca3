import { AppError } from '#lib/domain/app-error.ts';
import { parseCertificate } from '#lib/pki/certificate.ts';
import {
  createDemoAuthority,
  demoServices,
  issueDemoCertificate,
  issueDemoOcspCertificate,
  issueDemoTimestampCertificate,
  type DemoAuthority,
  type DemoCertificate,
  type DemoSigner,
} from '#lib/pki/demo-authority.ts';
import { answerOcspRequest } from '#lib/pki/demo-services/answer-ocsp-request.ts';
import { answerTimestampRequest } from '#lib/pki/demo-services/answer-timestamp-request.ts';
import type { RevokedCertificate } from '#lib/pki/demo-services/certificate-status.ts';
import { makeCrl } from '#lib/pki/demo-services/make-crl.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';

export const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** The demo authority with its services in memory; what is down throws as a real one would. */
export type DemoPki = {
  authority: DemoAuthority;
  trustAnchors: Uint8Array[];
  tsa: DemoCertificate;
  responder: DemoCertificate;
  services: ValidationServices & {
    timestamp: NonNullable<ValidationServices['timestamp']>;
  };
  /** What was asked, in order. */
  asked: ('timestamp' | 'ocsp' | 'crl' | 'issuer')[];
  down: Set<'timestamp' | 'ocsp' | 'crl' | 'issuer'>;
  /** What the services take for now. */
  clock: { now: Date };
  issue: (signer: DemoSigner) => Promise<DemoCertificate>;
  revoke: (certificate: DemoCertificate, revokedAt: Date, reason?: number) => void;
};

export async function createDemoPki(now: Date): Promise<DemoPki> {
  const sources = { now, random };
  const servicesUrl = 'http://pki.example';
  const urls = demoServices(servicesUrl);
  const authority = await createDemoAuthority(sources, servicesUrl);
  const tsa = await issueDemoTimestampCertificate(authority, sources);
  const responder = await issueDemoOcspCertificate(authority, sources);
  const revoked: RevokedCertificate[] = [];
  const asked: DemoPki['asked'] = [];
  const down: DemoPki['down'] = new Set();
  const clock = { now };
  let crlNumber = 1;

  const ask = (service: DemoPki['asked'][number], url: string, expected: string): void => {
    asked.push(service);
    if (!down.has(service) && url === expected) return;
    throw new AppError(service === 'timestamp' ? 'TSA_UNREACHABLE' : 'REVOCATION_UNREACHABLE');
  };
  const services: DemoPki['services'] = {
    async timestamp(request) {
      ask('timestamp', urls.tsa, urls.tsa);
      return answerTimestampRequest(request, { ...tsa, random }, clock.now);
    },
    async ocsp(url, request) {
      ask('ocsp', url, urls.ocsp);
      const parts = { ...responder, issuer: authority.certificate };
      return answerOcspRequest(
        request,
        parts,
        (serialNumber) => {
          const found = revoked.find((one) => one.serialNumber === serialNumber);
          return found ? { status: 'revoked', ...found } : { status: 'good' };
        },
        clock.now,
      );
    },
    async crl(url) {
      ask('crl', url, urls.crl);
      const nextUpdate = new Date(clock.now.getTime() + 86_400_000);
      return makeCrl({ authority, revoked, number: crlNumber++, now: clock.now, nextUpdate });
    },
    async issuerCertificates(url) {
      ask('issuer', url, urls.issuer);
      return authority.certificate;
    },
  };
  return {
    authority,
    trustAnchors: [authority.certificate],
    tsa,
    responder,
    services,
    asked,
    down,
    clock,
    issue: (signer) => issueDemoCertificate(authority, signer, sources),
    revoke: ({ certificate }, revokedAt, reason) => {
      const { serialNumber } = parseCertificate(certificate);
      revoked.push({ serialNumber, revokedAt, ...(reason !== undefined && { reason }) });
    },
  };
}
