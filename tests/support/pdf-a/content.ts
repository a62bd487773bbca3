import { PdfName, type PdfDict } from '#lib/pdf/objects/pdf-object.ts';
import { readOperations, nameOperand } from '#lib/pdf/reading/content-stream.ts';
import { contentOf } from '#lib/pdf/reading/page-content.ts';
import { listPages } from '#lib/pdf/reading/pages.ts';
import type { PdfFile } from '#lib/pdf/reading/pdf-file.ts';
import type { Finding } from './preflight.ts';

/** ISO 32000-1 annex A without the operators of inline images, which no page of ours has. */
const operators = new Set(
  `b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J K k l m M MP n q
   Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`
    .trim()
    .split(/\s+/u),
);
const intents = ['RelativeColorimetric', 'AbsoluteColorimetric', 'Perceptual', 'Saturation'];
const MAX_NESTING = 28;

/** Operators that name a resource, and where it must be found. */
const resourceOf: Readonly<Record<string, string>> = {
  Do: 'XObject',
  Tf: 'Font',
  gs: 'ExtGState',
  cs: 'ColorSpace',
  CS: 'ColorSpace',
};

/** Clauses 6.1.13, 6.2.2, 6.2.5 and 6.2.6: what the pages paint with. */
export function* inspectContent(file: PdfFile): Generator<Finding> {
  for (const [index, page] of listPages(file).entries()) {
    const where = `page ${index + 1}`;
    if (!page.dict.has('Resources')) yield `6.2.2: ${where} has no resources of its own`;
    let depth = 0;
    for (const operation of readOperations(contentOf(file, page))) {
      const { operator } = operation;
      if (operator === 'q') depth++;
      if (operator === 'Q') depth--;
      if (depth > MAX_NESTING) yield `6.1.13: ${where} nests its states too deep`;
      if (!operators.has(operator)) yield `6.2.2: ${where} has the unknown operator ${operator}`;
      if (operator === 'ri' && !intents.includes(nameOperand(operation) ?? '')) {
        yield `6.2.6: ${where} has an unknown rendering intent`;
      }
      const kind = resourceOf[operator];
      const name = operation.operands.find((operand) => operand instanceof PdfName)?.value;
      if (kind && !file.dict(page.resources.get(kind))?.has(name ?? '')) {
        yield `6.2.2: ${where} paints with /${name ?? '?'}, which is not there`;
      }
    }
    if (depth !== 0) yield `6.2.2: ${where} leaves a state open`;
    yield* inspectStates(file, page.resources, where);
  }
}

function* inspectStates(file: PdfFile, resources: PdfDict, where: string): Generator<Finding> {
  for (const item of file.dict(resources.get('ExtGState'))?.entries.values() ?? []) {
    const state = file.dict(item);
    for (const key of ['TR', 'HTP', 'HTO']) {
      if (state?.has(key)) yield `6.2.5: a state of ${where} has /${key}`;
    }
    const transfer = state?.get('TR2') ?? null;
    if (transfer !== null && file.name(transfer) !== 'Default') {
      yield `6.2.5: a state of ${where} has /TR2`;
    }
  }
}
