import { readDer, type DerNode } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';

export type EcCurve = 'P-256' | 'P-384' | 'P-521';

export type PublicKeyKind =
  /** `isPssOnly`: under id-RSASSA-PSS, which forbids PKCS#1 v1.5 (RFC 4055 §1.2). */
  | { type: 'rsa'; bits: number; isPssOnly: boolean }
  | { type: 'ec'; curve: EcCurve }
  | { type: 'other'; algorithm: string };

const curves: Record<string, EcCurve> = {
  [oids.p256]: 'P-256',
  [oids.p384]: 'P-384',
  [oids.p521]: 'P-521',
};

/** From a SubjectPublicKeyInfo. */
export function readPublicKeyKind(spki: DerNode): PublicKeyKind {
  const algorithm = spki.child(0).child(0).oid();
  if (algorithm === oids.rsaEncryption || algorithm === oids.rsaPss) {
    const modulus = readDer(spki.child(1).bitString()).child(0).integer();
    return {
      type: 'rsa',
      bits: modulus.toString(2).length,
      isPssOnly: algorithm === oids.rsaPss,
    };
  }
  const curve = algorithm === oids.ecPublicKey ? curves[spki.child(0).child(1).oid()] : undefined;
  return curve ? { type: 'ec', curve } : { type: 'other', algorithm };
}

/** Octets of one coordinate, and of each half of a raw signature. */
export const curveOctets: Record<EcCurve, number> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };
