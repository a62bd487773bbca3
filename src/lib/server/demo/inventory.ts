import { DEFAULT_RESULT_CODE_TEMPLATE, resultCode } from '#lib/domain/result-code.ts';
import { PERMANENT, type Metadata } from '#lib/domain/metadata.ts';
import { paperTypeCodeOf } from '#lib/domain/metadata-rules.ts';
import type { PriorRecord } from '../stores/document-store.ts';
import type { NewInventoryItem } from '../stores/inventory-store.ts';
import { catalogue, type CatalogueEntry } from './catalogue.ts';
import { accountId, officialFor, unitFor, unitId, units, type DemoUnit } from './organization.ts';
import { ownerOf } from './owners.ts';
import { sampleDocuments } from './sample-documents.ts';
import { demoId, seededRandom, type SeededRandom } from './seeded-random.ts';

const SEED = 468;
const FIRST_DRAWN_NUMBER = 200;
const sampleNumbers = new Set(sampleDocuments().map(({ fields }) => fields.numberNotation));
const DAY_MS = 24 * 60 * 60 * 1000;
/** How many results each kind of unit holds, and how much of it is digitized. */
const shares = {
  province: { items: 360, digitizedShare: 0.68 },
  district: { items: 200, digitizedShare: 0.55 },
  commune: { items: 72, digitizedShare: 0.42 },
} as const;
/** What local offices decide on. */
const localProcedures = {
  district: ['1.001029', '1.000963', '1.004650', '1.004645', '1.009397'],
  commune: ['1.013791', '1.014310', '1.004645'],
} as const;
const exemptReasons = [
  'Bản gốc hư hỏng nặng, không còn giá trị sử dụng',
  'Thuộc danh mục bí mật nhà nước, không số hóa',
  'Đã có bản điện tử ký số khi phát hành',
] as const;

export const procedureId = (code: string): string => demoId(`procedure ${code}`);

/**
 * About 2,400 still-valid results of 2019–2025, some 60 % of them digitized before this system was
 * used, and one result due for each sample document. The same on every machine.
 */
export function demoInventory(): { items: NewInventoryItem[]; prior: PriorRecord[] } {
  const random = seededRandom(SEED);
  const ordinals = new Map<string, number>();
  const items: NewInventoryItem[] = sampleDocuments().map(sampleItem);
  const prior: PriorRecord[] = [];
  for (const unit of units.filter(({ letters }) => letters !== '')) {
    const procedures = proceduresOf(unit);
    const { items: count, digitizedShare } = shares[unit.level];
    for (let index = 0; index < count; index++) {
      const result = drawResult(random, ordinals, unit, random.pick(procedures));
      const item = withState(random, result.item, digitizedShare);
      items.push(item);
      if (item.digitizedAt !== null) prior.push(priorRecord(random, unit, item, result.metadata));
    }
  }
  return { items, prior };
}

function proceduresOf(unit: DemoUnit): CatalogueEntry[] {
  if (unit.level === 'province') {
    return catalogue().filter(({ field }) => unit.fields.includes(field));
  }
  const codes: readonly string[] = localProcedures[unit.level];
  return catalogue().filter(({ code }) => codes.includes(code));
}

function sampleItem(sample: ReturnType<typeof sampleDocuments>[number]): NewInventoryItem {
  const { fields, procedureCode } = sample;
  const field = catalogue().find(({ code }) => code === procedureCode)?.field ?? '';
  return {
    id: demoId(`sample ${sample.fileName}`),
    orgUnitId: unitId(unitFor(sample.agency.key, field).path),
    procedureId: procedureId(procedureCode),
    numberNotation: fields.numberNotation,
    issuedOn: fields.issuedOn,
    ownerName: fields.ownerName,
    ownerIdentifier: fields.ownerIdentifier,
    dossierCode: fields.dossierCode,
    state: 'due',
    exemptReason: null,
    digitizedAt: null,
  };
}

function drawResult(
  random: SeededRandom,
  ordinals: Map<string, number>,
  unit: DemoUnit,
  procedure: CatalogueEntry,
) {
  const issuedOn = isoDay(Date.UTC(2019, 0, 7) + random.between(0, 2_540) * DAY_MS);
  const typeCode = paperTypeCodeOf(procedure.resultKind) ?? 'VB';
  const isLetter = typeCode === 'VB';
  const notation = isLetter
    ? `${unit.agency.notation}-${unit.letters}`
    : `${typeCode}-${unit.agency.notation}`;
  let numberNotation: string;
  do {
    numberNotation = `${countUp(ordinals, `${unit.agency.key} ${notation}`, FIRST_DRAWN_NUMBER)}/${notation}`;
  } while (sampleNumbers.has(numberNotation));
  const received = isoDay(Date.parse(issuedOn) - random.between(5, 20) * DAY_MS);
  const dossierDay = received.slice(2).replaceAll('-', '');
  const dossierOrdinal = countUp(ordinals, `${unit.agency.code} ${dossierDay}`, 100);
  const owner = ownerOf(random, procedure.field);
  const dossierCode = `${unit.agency.code}-${dossierDay}-${String(dossierOrdinal).padStart(4, '0')}`;
  const metadata: Metadata = {
    paperTypeCode: isLetter ? 'CV' : typeCode,
    ownerIdentifier: owner.identifier,
    ownerName: owner.name,
    title: isLetter ? 'Công văn' : procedure.resultKind,
    numberNotation,
    issuedOn,
    issuingAgency: unit.agency.name,
    abstract: procedure.name,
    expiresOn: PERMANENT,
    scope: '',
    dossierCode,
    signerName: '',
    signerPosition: '',
  };
  const item: NewInventoryItem = {
    id: demoId(`item ${unit.path} ${numberNotation}`),
    orgUnitId: unitId(unit.path),
    procedureId: procedureId(procedure.code),
    numberNotation,
    issuedOn,
    ownerName: owner.name,
    ownerIdentifier: owner.identifier,
    dossierCode,
    state: 'due',
    exemptReason: null,
    digitizedAt: null,
  };
  return { item, metadata };
}

function withState(
  random: SeededRandom,
  item: NewInventoryItem,
  digitizedShare: number,
): NewInventoryItem {
  const lot = random.next();
  if (lot < 0.03) return { ...item, state: 'exempt', exemptReason: random.pick(exemptReasons) };
  // The newest results were digitized first: they are the ones people ask for.
  const age = 2025 - Number(item.issuedOn.slice(0, 4));
  if (lot > digitizedShare + 0.12 - age * 0.035) return item;
  const earliest = Math.max(Date.parse(item.issuedOn) + 3 * DAY_MS, Date.UTC(2021, 5, 1));
  const day = earliest + random.between(0, 300) * DAY_MS;
  const at = new Date(day + random.between(60, 600) * 60_000);
  return { ...item, state: 'digitized', digitizedAt: at };
}

function priorRecord(
  random: SeededRandom,
  unit: DemoUnit,
  item: NewInventoryItem,
  metadata: Metadata,
): PriorRecord {
  return {
    id: demoId(`prior ${item.id}`),
    orgUnitId: item.orgUnitId,
    procedureId: item.procedureId,
    inventoryItemId: item.id,
    pageCount: random.between(1, 3),
    metadata,
    code: resultCode(DEFAULT_RESULT_CODE_TEMPLATE, metadata),
    announcedBy: accountId(officialFor(unit.path).username),
    storedAt: item.digitizedAt ?? new Date(item.issuedOn),
  };
}

function countUp(ordinals: Map<string, number>, key: string, start: number): number {
  const ordinal = (ordinals.get(key) ?? start) + 1;
  ordinals.set(key, ordinal);
  return ordinal;
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);
