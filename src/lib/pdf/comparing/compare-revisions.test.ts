import { beforeAll, describe, expect, test } from 'vitest';
import { createVictim, victimField, type Victim } from '#fixtures/attacks/attacks.ts';
import { decisionNumbers as numbers, decisionPdf } from '#fixtures/attacks/decision.ts';
import { appended, rawStream, type RawObjects } from '#fixtures/attacks/raw-pdf.ts';
import { openPdf } from '../reading/pdf-file.ts';
import type { Change } from './change.ts';
import { compareRevisions } from './compare-revisions.ts';
import { approvalPermissions, readPermissions } from './permissions.ts';

let victim: Victim;

beforeAll(async () => {
  victim = await createVictim();
});

async function changesBy(objects: RawObjects, base = decisionPdf()): Promise<readonly Change[]> {
  const signed = await victim.sign(base, { fieldName: victimField });
  return compareRevisions(openPdf(appended(signed, objects)), signed.length).changes;
}

const field = (value: string, entries = '') =>
  `<</Type/Annot/Subtype/Widget/FT/Tx/T(SoTien)/V(${value})/Rect[100 600 300 620]/F 4/P 3 0 R${entries}>>`;

describe('says where something changed', () => {
  test('content: only what differs', async () => {
    const content = (second: string) =>
      rawStream(`BT /F1 14 Tf 100 700 Td (Giu nguyen) Tj 0 -200 Td (${second}) Tj ET`);
    const base = decisionPdf({ [numbers.firstContent]: content('15') });

    const [change] = await changesBy({ [numbers.firstContent]: content('95') }, base);

    expect(change).toMatchObject({ kind: 'page-content', isAllowed: false, page: 1 });
    expect(change?.path).toBe('/Page/Contents');
    expect(change?.rectangle?.x).toBeCloseTo(100, 0);
    expect(change?.rectangle?.y).toBeGreaterThan(490);
    expect(change?.rectangle?.y).toBeLessThan(505);
    expect(change?.rectangle?.height).toBeLessThan(20);
  });

  test('a font: the text that it shows, on each page', async () => {
    const changes = await changesBy({
      [numbers.font]: '<</Type/Font/Subtype/Type1/BaseFont/Courier>>',
    });

    const shown = changes.filter(({ path }) => path === '/Page/Resources/Font/F1');
    expect(shown.map(({ page }) => page)).toEqual([1, 2]);
    expect(shown[0]?.rectangle?.y).toBeGreaterThan(690);
    expect(shown[0]?.rectangle?.y).toBeLessThan(705);
  });

  test('a field: its place', async () => {
    const changes = await changesBy({ [numbers.amountField]: field('99') });

    expect(changes).toEqual([
      {
        kind: 'field-filled',
        isAllowed: true,
        page: 1,
        rectangle: { x: 100, y: 600, width: 200, height: 20 },
        fieldName: 'SoTien',
        path: '/V',
      },
    ]);
  });

  test('a field on a page that is turned when shown', async () => {
    const base = decisionPdf({
      [numbers.pages]: '<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]/Rotate 90>>',
    });

    const [change] = await changesBy({ [numbers.amountField]: field('99') }, base);

    expect(change?.rectangle).toEqual({ x: 600, y: 295, width: 20, height: 200 });
  });

  test('an annotation: its page and place', async () => {
    const [change] = await changesBy({
      [numbers.secondPage]:
        '<</Type/Page/Parent 2 0 R/Contents 6 0 R/Resources<</Font<</F1 7 0 R>>>>/Annots[40 0 R]>>',
      40: '<</Type/Annot/Subtype/Stamp/Rect[10 20 30 50]>>',
    });

    expect(change).toMatchObject({
      kind: 'annotation-added',
      page: 2,
      rectangle: { x: 10, y: 20, width: 20, height: 30 },
    });
  });
});

test('names what each revision brought, in their order', async () => {
  const signed = await victim.sign(decisionPdf(), { fieldName: victimField });
  const filled = appended(signed, { [numbers.amountField]: field('99') });
  const twice = await victim.sign(filled);

  const { verdict, changes } = compareRevisions(openPdf(twice), signed.length);

  expect(verdict).toBe('allowed');
  expect(changes.map(({ kind, fieldName }) => [kind, fieldName])).toEqual([
    ['field-filled', 'SoTien'],
    ['signature-added', 'Signature1'],
  ]);
  expect(compareRevisions(openPdf(twice), twice.length)).toEqual({ verdict: 'none', changes: [] });
});

test('a change that a later revision takes back is still named', async () => {
  const signed = await victim.sign(decisionPdf(), { fieldName: victimField });
  const evil = appended(signed, { [numbers.firstContent]: rawStream('1 g 0 0 900 900 re f') });
  const restored = appended(evil, {
    [numbers.firstContent]: rawStream(
      'BT /F1 14 Tf 100 700 Td (QUYET DINH so 15: chap thuan) Tj ET',
    ),
  });

  expect(compareRevisions(openPdf(restored), signed.length).verdict).toBe('forbidden');
});

test('a length that is no revision is compared with nothing', async () => {
  const signed = await victim.sign(decisionPdf(), { fieldName: victimField });

  const { verdict, changes } = compareRevisions(openPdf(signed), signed.length - 40);

  expect(verdict).toBe('forbidden');
  expect(changes.map(({ kind }) => kind)).toEqual(['unreadable']);
});

describe('permissions', () => {
  const of = async (wish: Parameters<Victim['sign']>[1], base = decisionPdf()) => {
    const signed = await victim.sign(base, { ...wish, fieldName: victimField });
    return readPermissions(openPdf(signed), signed.length, victimField);
  };

  test('of an approval', async () => {
    expect(await of({})).toEqual(approvalPermissions);
  });

  test.each([1, 2, 3] as const)('of a certification with P %i', async (certifies) => {
    expect(await of({ certifies })).toMatchObject({ level: certifies, isCertified: true });
  });

  test('of a lock in the field, with what it permits', async () => {
    const locking = decisionPdf({
      [numbers.signatureField]:
        '<</Type/Annot/Subtype/Widget/FT/Sig/T(LanhDao)/Rect[350 100 500 160]/F 4/P 3 0 R/Lock<</Type/SigFieldLock/Action/Include/Fields[(SoTien)]/P 1>>>>',
    });

    expect(await of({}, locking)).toEqual({
      level: 1,
      isCertified: false,
      lockedFields: [{ action: 'include', fields: ['SoTien'] }],
    });
  });

  test('that nobody knows permit nothing', async () => {
    const strange = '/Reference[<</TransformMethod/DocMDP/TransformParams<</P 9>>>>]';

    expect(await of({ entries: strange })).toMatchObject({ level: 1 });
  });

  test('of a signature that the revision does not have', async () => {
    const signed = await victim.sign(decisionPdf(), { fieldName: victimField });

    expect(readPermissions(openPdf(signed), signed.length, 'NguoiKhac')).toBeNull();
    expect(readPermissions(openPdf(signed), signed.length - 40, victimField)).toBeNull();
  });
});
