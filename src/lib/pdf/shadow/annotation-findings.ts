import {
  appearanceStreams,
  readAppearance,
  withoutSpace,
} from '../comparing/appearance-content.ts';
import { listAnnotations } from '../comparing/step.ts';
import type { PdfDict } from '../objects/pdf-object.ts';
import { readTextString } from '../objects/text-string.ts';
import { listFormFields, type FormField } from '../reading/form-fields.ts';
import { readRectangle, type PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { toUpright } from '../signing/page-placement.ts';
import { textCoveredBy } from './covered-content.ts';
import type { Painted } from '../painting/painted.ts';
import type { ShadowFinding, ShadowKind } from './shadow-finding.ts';
import { areaOf, uprightBounds } from '../painting/shapes.ts';

/** Hidden and NoView (ISO 32000-1 §12.5.3). */
const UNSEEN = 2 | 32;
const PASSWORD = 1 << 13;
const MAX_SHARE_OF_PAGE = 0.5;
const MAX_OVERLAP = 0.5;

/** Annotations of one page, the widgets of fields among them. */
export function findInAnnotations(
  file: PdfFile,
  page: PdfPage,
  number: number,
  painted: readonly Painted[],
): ShadowFinding[] {
  const findings: ShadowFinding[] = [];
  const fields = fieldsByWidget(file);
  const places: { place: ReturnType<typeof readRectangle>; isSignature: boolean }[] = [];
  for (const annotation of listAnnotations(file, page)) {
    const { dict } = annotation;
    const field = fields.get(annotation.reference?.number ?? dict);
    const place = readRectangle(file, dict.get('Rect'));
    const rectangle = place && toUpright(page, place);
    const report = (kind: ShadowKind, severity: ShadowFinding['severity']) =>
      findings.push({ kind, severity, page: number, rectangle });
    const subtype = file.name(dict.get('Subtype'));
    const isSignature = field?.type === 'Sig';
    const isUnseen = ((file.number(dict.get('F')) ?? 0) & UNSEEN) !== 0;
    if (isUnseen) {
      const shows = appearanceStreams(file, dict.get('AP')).size > 0 && subtype !== 'Popup';
      if (shows && !isSignature) report('hidden-annotation', 'warns');
      continue;
    }
    const covered = textCoveredBy(file, dict, painted);
    if (covered.length > 0) {
      const severity = isSignature ? 'warns' : 'blocks';
      const where = uprightBounds(page, covered);
      findings.push({ kind: 'covering-annotation', severity, page: number, rectangle: where });
    }
    if (subtype !== 'Widget' || !place || areaOf(place) === 0) continue;
    const isSigned = isSignature && file.resolve(field.value) !== null;
    if (!isSigned && areaOf(place) > MAX_SHARE_OF_PAGE * areaOf(page.cropBox)) {
      report('page-sized-field', 'blocks');
    }
    if (field && showsAnotherValue(file, field, dict)) report('value-differs', 'blocks');
    const overlaps = places.some(
      (other) => other.place && !(isSignature && other.isSignature) && overlap(place, other.place),
    );
    if (overlaps && !isSigned) report('overlapping-fields', 'blocks');
    places.push({ place, isSignature });
  }
  return findings;
}

const known = new WeakMap<PdfFile, Map<number | PdfDict, FormField>>();

function fieldsByWidget(file: PdfFile): Map<number | PdfDict, FormField> {
  const before = known.get(file);
  if (before) return before;
  const fields = new Map(
    listFormFields(file).flatMap((field) =>
      field.widgets.map(({ reference, dict }) => [reference?.number ?? dict, field] as const),
    ),
  );
  known.set(file, fields);
  return fields;
}

/** Text and choice fields whose appearance can be read as text. */
function showsAnotherValue(file: PdfFile, field: FormField, widget: PdfDict): boolean {
  if (field.type !== 'Tx' && field.type !== 'Ch') return false;
  if ((field.flags & PASSWORD) !== 0) return false;
  const stream = file.stream(file.dict(widget.get('AP'))?.get('N'));
  const value = file.string(field.value);
  const isText = value !== null || file.resolve(field.value) === null;
  if (!stream || !isText) return false;
  const resources = file.dict(file.dict(file.catalog.get('AcroForm'))?.get('DR'));
  const shown = readAppearance(file, stream, resources).text;
  if (shown === null) return false;
  const expected = value ? withoutSpace(readTextString(value)) : '';
  if (shown === expected) return false;
  return field.type === 'Tx' || !shownTexts(file, field).some((text) => text.includes(shown));
}

/** A choice may show another text than the one it exports (§12.7.4.4). */
function shownTexts(file: PdfFile, field: FormField): string[] {
  return (file.array(field.dict.get('Opt')) ?? []).flatMap((option) => {
    const shown = file.string(file.array(option)?.[1] ?? option);
    return shown ? withoutSpace(readTextString(shown)) : [];
  });
}

function overlap(
  a: NonNullable<ReturnType<typeof readRectangle>>,
  b: NonNullable<ReturnType<typeof readRectangle>>,
): boolean {
  const shared = areaOf({
    left: Math.max(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.min(a.right, b.right),
    top: Math.min(a.top, b.top),
  });
  return shared > MAX_OVERLAP * Math.min(areaOf(a), areaOf(b));
}
