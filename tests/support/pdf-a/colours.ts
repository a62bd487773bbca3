import {
  isName,
  PdfReference,
  type PdfObject,
  type PdfStream,
} from '#lib/pdf/objects/pdf-object.ts';
import { listPages } from '#lib/pdf/reading/pages.ts';
import type { PdfFile } from '#lib/pdf/reading/pdf-file.ts';
import { inspectJbig2 } from './jbig2-segments.ts';
import type { Finding } from './preflight.ts';

const componentsOfSpace: Readonly<Record<string, number>> = { GRAY: 1, 'RGB ': 3, CMYK: 4 };

/** Clauses 6.2.3, 6.2.4, 6.2.8 and 6.2.10: output intent, colour spaces, images, transparency. */
export function* inspectColours(file: PdfFile): Generator<Finding> {
  const intents = file.array(file.catalog.get('OutputIntents')) ?? [];
  const intent = intents
    .map((item) => file.dict(item))
    .find((item) => isName(file.resolve(item?.get('S')), 'GTS_PDFA1'));
  const profile = file.stream(intent?.get('DestOutputProfile'));
  if (!profile) yield '6.2.3: no output intent with a profile';
  else yield* inspectProfile(file, profile, '6.2.3', ['prtr', 'mntr']);
  const intended = file.number(profile?.dict.get('N'));

  for (const number of file.objectNumbers) {
    const stream = file.stream(new PdfReference(number));
    if (!stream || !isName(file.resolve(stream.dict.get('Subtype')), 'Image')) continue;
    yield* inspectImage(file, stream, number, intended);
  }
  for (const [index, page] of listPages(file).entries()) {
    const group = file.dict(page.dict.get('Group'));
    const hasSpace = group?.has('CS') ?? false;
    if (group && !hasSpace && intended === null) yield `6.2.10: page ${index + 1} blends nowhere`;
  }
}

function* inspectImage(
  file: PdfFile,
  stream: PdfStream,
  number: number,
  intended: number | null,
): Generator<Finding> {
  const { dict } = stream;
  const where = `image ${number}`;
  for (const key of ['Alternates', 'OPI']) if (dict.has(key)) yield `6.2.8: ${where} has /${key}`;
  if (file.resolve(dict.get('Interpolate')) === true) yield `6.2.8: ${where} is interpolated`;
  const bits = file.number(dict.get('BitsPerComponent'));
  const isStencil = file.resolve(dict.get('ImageMask')) === true;
  const hasJpx = isName(file.resolve(dict.get('Filter')), 'JPXDecode');
  if (hasJpx) yield `6.2.8.3: ${where} is JPEG 2000, which is not judged here`;
  if (isStencil) {
    if (dict.has('ColorSpace') || dict.has('Mask') || dict.has('SMask')) {
      yield `6.2.8: the stencil ${number} has colours or a mask`;
    }
    if (bits !== null && bits !== 1) yield `6.2.8: the stencil ${number} has ${bits} bits`;
  } else {
    if (bits === null || ![1, 2, 4, 8, 16].includes(bits)) yield `6.2.8: ${where} has odd bits`;
    yield* inspectSpace(file, dict.get('ColorSpace'), where, intended);
  }
  if (dict.has('SMask') && intended === null) yield `6.2.10: ${where} blends nowhere`;
  if (isName(file.resolve(dict.get('Filter')), 'JBIG2Decode')) {
    const size = {
      widthPx: file.number(dict.get('Width')),
      heightPx: file.number(dict.get('Height')),
    };
    yield* inspectJbig2(stream.raw, size, where);
  }
}

function* inspectSpace(
  file: PdfFile,
  object: PdfObject,
  where: string,
  intended: number | null,
): Generator<Finding> {
  const space = file.resolve(object);
  const [kind, parameter] = Array.isArray(space) ? space : [space];
  switch (file.name(kind)) {
    case 'DeviceGray':
      if (intended === null) yield `6.2.4.3: ${where} is grey of no known tone`;
      return;
    case 'DeviceRGB':
      if (intended !== 3) yield `6.2.4.3: ${where} is RGB of no known colours`;
      return;
    case 'DeviceCMYK':
      if (intended !== 4) yield `6.2.4.3: ${where} is CMYK of no known inks`;
      return;
    case 'ICCBased': {
      const profile = file.stream(parameter);
      if (!profile) yield `6.2.4.2: ${where} has no profile`;
      else yield* inspectProfile(file, profile, '6.2.4.2', ['prtr', 'mntr', 'scnr', 'spac']);
      return;
    }
    default:
      yield `6.2.4: the colours of ${where} are not judged here`;
  }
}

/** An ICC profile of version 2 to 4 of a class that is allowed, with as many components as /N says. */
function* inspectProfile(
  file: PdfFile,
  profile: PdfStream,
  clause: '6.2.3' | '6.2.4.2',
  classes: readonly string[],
): Generator<Finding> {
  const data = Buffer.from(file.decode(profile).data);
  const at = (offset: number) => data.toString('latin1', offset, offset + 4);
  const isProfile = data.length >= 132 && at(36) === 'acsp' && data.readUInt32BE(0) === data.length;
  if (!isProfile || (data[8] ?? 9) > 4) yield `${clause}: the profile is none of ICC`;
  if (!classes.includes(at(12))) yield `${clause}: a profile of the class ${at(12)} is not allowed`;
  const components = componentsOfSpace[at(16)];
  if (components === undefined || components !== file.number(profile.dict.get('N'))) {
    yield `${clause}: the profile has other components than /N says`;
  }
}
