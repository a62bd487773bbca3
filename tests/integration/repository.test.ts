import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import type { DocumentPage, DocumentQuery } from '#lib/protocol/repository.ts';
import type { CandidateQuery } from '#lib/protocol/documents.ts';
import { announceDocument } from '#lib/server/use-cases/announce-document.ts';
import { findDuplicates } from '#lib/server/use-cases/find-duplicates.ts';
import { findCandidates } from '#lib/server/use-cases/read-catalogue.ts';
import { readContent } from '#lib/server/use-cases/read-content.ts';
import { readDocument } from '#lib/server/use-cases/read-document.ts';
import { readRepositoryFilters, searchDocuments } from '#lib/server/use-cases/search-documents.ts';
import { announcement, metadata } from '#support/announcement.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let official: Person;
beforeAll(async () => {
  station = await startTestStation();
  official = await station.person('canbo');
  await announce('Nguyễn Thị Hồng Gấm', '7001/GP-SVHTTDL');
  await announce('Nguyễn Thị Hong Gấm', '7002/GP-SVHTTDL');
  await announce('Đặng Đình Đắc', '07003 / GP–SVHTTDL');
});
afterAll(() => station.stop());

async function announce(ownerName: string, numberNotation: string) {
  await announceDocument(
    station.context,
    official,
    announcement({
      metadata: metadata({ ownerName, numberNotation, ownerIdentifier: '' }),
      fullText: 'Điều 1. Cho phép kinh doanh dịch vụ lữ hành',
    }),
  );
}

const search = (query: Partial<DocumentQuery>, person: Person = official) =>
  searchDocuments(station.context, person, {
    q: '',
    procedureId: '',
    orgUnitId: '',
    year: '',
    state: '',
    cursor: '',
    limit: 50,
    ...query,
  });

const owners = async (q: string) => (await search({ q })).documents.map((found) => found.ownerName);

test('words are found with and without diacritics, in any order, đ as d', async () => {
  expect(await owners('dang dinh dac')).toEqual(['Đặng Đình Đắc']);
  expect(await owners('Đắc ĐẶNG')).toEqual(['Đặng Đình Đắc']);
  expect(await owners('đặng đình đắc'.normalize('NFD'))).toEqual(['Đặng Đình Đắc']);
  expect(await owners('đặng không có ai')).toEqual([]);
});

test('what is written with the same diacritics comes first', async () => {
  expect(await owners('hồng gấm')).toEqual(['Nguyễn Thị Hồng Gấm', 'Nguyễn Thị Hong Gấm']);
  expect(await owners('hong gấm')).toEqual(['Nguyễn Thị Hong Gấm', 'Nguyễn Thị Hồng Gấm']);
});

test('the beginning of the last word is enough', async () => {
  expect(await owners('thi hong ga')).toHaveLength(2);
});

test('a number is found however it is typed', async () => {
  for (const q of ['7003/GP-SVHTTDL', '07003/gp-svhttdl', '7003 / GP – SVHTTDL', '7003/']) {
    expect(await owners(q), q).toEqual(['Đặng Đình Đắc']);
  }
});

test('words of the text layer are found', async () => {
  expect(await owners('dieu 1 cho phep')).toHaveLength(3);
});

test('signs of the query language are only text', async () => {
  for (const q of ["'", '%', '_', '\\', '& | ! ( )', ':*', "a' | 'b", '<->', '\u0000x'.slice(1)]) {
    const { documents } = await search({ q });
    expect(Array.isArray(documents), q).toBe(true);
  }
  expect(await owners('%')).toEqual([]);
});

test('pages follow each other without a gap or a repetition, with and without words', async () => {
  for (const q of ['', 'nguyen', 'cấp giấy phép']) {
    const seen: string[] = [];
    const totals = new Set<number>();
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: DocumentPage = await search({ q, cursor, limit: 17 });
      seen.push(...page.documents.map((document) => document.id));
      totals.add(page.total);
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size, q).toBe(seen.length);
    expect([...totals], q).toEqual([seen.length]);
    expect(seen.length, q).toBeGreaterThan(17);
  }
});

test('filters narrow the list, and say what they offer', async () => {
  const filters = await readRepositoryFilters(station.context, official);
  expect(filters.procedures).toHaveLength(74);
  expect(filters.orgUnits[0]).toMatchObject({ name: official.orgUnitName, depth: 0 });
  const procedureId = filters.procedures.find(({ code }) => code === '1.001029')?.id ?? '';
  const { documents } = await search({ procedureId, year: '2023', state: 'stored', limit: 200 });
  expect(documents.length).toBeGreaterThan(0);
  for (const document of documents) {
    expect(document.procedureId).toBe(procedureId);
    expect(document.issuedOn.slice(0, 4)).toBe('2023');
    expect(document.state).toBe('stored');
  }
  const waiting = await search({ state: 'announced' });
  expect(waiting.total).toBe(3);
});

test('a cursor that is not ours is refused', async () => {
  await expect(search({ cursor: 'abc' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  const other = Buffer.from('["x","y","z"]').toString('base64url');
  await expect(search({ cursor: other })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

test('a record from before this system says that its paper is elsewhere; newer ones open', async () => {
  const { documents } = await search({ state: 'stored', limit: 200 });
  const prior = documents.filter((document) => document.kind === 'prior');
  const kept = documents.filter((document) => document.kind !== 'prior');
  expect(prior.length).toBeGreaterThan(100);
  expect(kept.length).toBeGreaterThanOrEqual(30);
  for (const { id, hasContent } of prior.slice(0, 3)) {
    expect(hasContent).toBe(false);
    await expect(readContent(station.context, official, id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  }
  for (const { id, hasContent } of kept) {
    expect(hasContent).toBe(true);
    const { receipt } = await readDocument(station.context, official, id);
    expect(receipt?.signatures).toMatchObject([{ isValid: true, isDemo: true }]);
    const content = await readContent(station.context, official, id);
    expect(content.sha256).toBe(receipt?.sha256);
    expect(content.sizeBytes).toBe(receipt?.sizeBytes);
  }
});

const candidates = async (query: Partial<CandidateQuery>, person: Person = official) => {
  const empty = { numberNotation: '', ownerName: '', ownerIdentifier: '', dossierCode: '' };
  const answer = await findCandidates(station.context, person, {
    ...empty,
    issuedOn: '',
    procedureId: null,
    search: '',
    ...query,
  });
  return answer.items;
};

test('the due result that fits comes first, by number, identifier, dossier or owner', async () => {
  const [byNumber] = await candidates({ numberNotation: '5/GP-SVHTTDL', issuedOn: '2023-02-14' });
  expect(byNumber?.ownerName).toBe('Công ty TNHH Du lịch Biển Xanh');
  for (const query of [
    { ownerIdentifier: '9901427509' },
    { dossierCode: 'H99.12-230201-0007' },
    { ownerName: 'CÔNG TY TNHH DU LỊCH BIEN XANH' },
    { search: 'bien xanh' },
  ]) {
    const [first] = await candidates(query);
    expect(first?.id, JSON.stringify(query)).toBe(byNumber?.id);
  }
});

test('candidates are due and of the own scope', async () => {
  const local = await station.person('canbo.hoaloc');
  expect(await candidates({ numberNotation: '05/GP-SVHTTDL' }, local)).toEqual([]);
  const all = await candidates({ search: 'nguyen' });
  expect(all.length).toBeGreaterThan(10);
  expect(new Set(all.map((item) => item.state))).toEqual(new Set(['due']));
  expect(await candidates({})).toEqual([]);
});

test('what is in the repository is named before anything is sent; a foreign owner is not', async () => {
  const { documents } = await search({ state: 'stored', limit: 1 });
  const [stored] = documents;
  if (stored === undefined) throw new Error('the demo repository is empty');
  const query = {
    documents: [
      {
        documentId: 'new',
        sourceSha256: [],
        numberNotation: ` 0${stored.numberNotation.toLowerCase()}`,
        issuingAgency: stored.issuingAgency.toUpperCase(),
        issuedOn: stored.issuedOn,
      },
      {
        documentId: 'the same number of another year',
        sourceSha256: [],
        numberNotation: stored.numberNotation,
        issuingAgency: stored.issuingAgency,
        issuedOn: '1999-05-01',
      },
      {
        documentId: 'nothing known',
        sourceSha256: [],
        numberNotation: '',
        issuingAgency: '',
        issuedOn: '',
      },
    ],
  };
  const own = await findDuplicates(station.context, official, query);
  expect(own.duplicates).toMatchObject([
    {
      documentId: 'new',
      reason: 'same-number',
      existing: { documentId: stored.id, ownerName: stored.ownerName },
    },
  ]);
  const foreign = await findDuplicates(
    station.context,
    { ...official, orgUnitPath: 'so-vhttdl/nowhere/' },
    query,
  );
  expect(foreign.duplicates[0]?.existing).toMatchObject({ documentId: '', ownerName: '' });
});
