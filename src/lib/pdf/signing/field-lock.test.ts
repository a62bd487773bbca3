import { describe, expect, test } from 'vitest';
import { decisionNumbers, decisionObjects, decisionPdf } from '#fixtures/attacks/decision.ts';
import { appended, rawStream } from '#fixtures/attacks/raw-pdf.ts';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import { createDemoAuthority, issueDemoCertificate } from '#lib/pki/demo-authority.ts';
import { prepareSignature, sealSignature } from '../prepare-signature.ts';
import { verifySignatures } from '../verify-signatures.ts';

const now = new Date('2026-11-22T02:30:00Z');
const lock = '<</Type/SigFieldLock/Action/Include/Fields[(SoTien)]>>';

function decisionWithLock(value: string): Uint8Array {
  const { signatureField } = decisionNumbers;
  const field = decisionObjects()[signatureField] ?? '';
  return decisionPdf({
    [signatureField]: `${field.slice(0, -2)}/Lock ${value}>>`,
    [decisionNumbers.free]: lock,
  });
}

async function signed(pdf: Uint8Array, fieldName: string) {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const sources = { now, random };
  const authority = await createDemoAuthority(sources);
  const subject = { commonName: 'Nguyễn Hoàng Phúc', keyType: 'ec' } as const;
  const { chain, privateKey } = await issueDemoCertificate(authority, subject, sources);
  const prepared = await prepareSignature(pdf, {
    certificateChain: chain,
    signedAt: now,
    profile: 'scan',
    appearance: null,
    fieldName,
  });
  const bytes = await sealSignature(prepared, await signSha256(privateKey, prepared.toBeSigned));
  const verify = (file: Uint8Array) =>
    verifySignatures(file, { trustAnchors: [authority.certificate], at: now });
  return { bytes, verify };
}

describe('signing a field with a lock', () => {
  test.each([
    ['in the field', lock],
    ['as an object of its own', `${decisionNumbers.free} 0 R`],
  ])('%s puts the lock under the signature', async (_, value) => {
    using folder = temporaryFolder();
    const { bytes, verify } = await signed(decisionWithLock(value), 'LanhDao');

    const [report] = await verify(bytes);
    expect(report).toMatchObject({ isValid: true, reasons: [] });
    const path = folder.write('locked.pdf', bytes);
    expect(runTool('pdfsig', '-nocert', path)).toContain('Signature is Valid');
    const written = runTool('qpdf', '--qdf', '--object-streams=disable', path, '-');
    expect(written).toMatch(/\/TransformMethod \/FieldMDP/u);
    expect(written).toMatch(/\/Action \/Include\s+\/Fields \[\s+\(SoTien\)/u);
  });

  test('lets validators refuse a change of the locked field, and no other one', async () => {
    const { bytes, verify } = await signed(decisionWithLock(lock), 'LanhDao');
    const { amountField, amountAppearance, checkField } = decisionNumbers;
    const objects = decisionObjects();
    const look = '/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</Helv 7 0 R>>>>';

    const [amount] = await verify(
      appended(bytes, {
        [amountField]: (objects[amountField] ?? '').replace('/V(15)', '/V(99)'),
        [amountAppearance]: rawStream('/Tx BMC q BT /Helv 12 Tf 0 g 2 6 Td (99) Tj ET Q EMC', look),
      }),
    );
    const [check] = await verify(
      appended(bytes, {
        [checkField]: (objects[checkField] ?? '').replace('/V/Off/AS/Off', '/V/Yes/AS/Yes'),
      }),
    );

    expect(amount?.isValid).toBe(false);
    expect(amount?.reasons).toContain('CHANGED_AFTER_SIGNING');
    expect(check?.isValid).toBe(true);
  });
});

test('a field without a lock promises nothing', async () => {
  const { bytes } = await signed(decisionPdf(), 'LanhDao');
  expect(new TextDecoder('latin1').decode(bytes)).not.toContain('FieldMDP');
});
