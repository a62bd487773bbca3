import { AppError } from '#lib/domain/app-error.ts';
import type { ProfilePlacement, SigningProfile } from '#lib/domain/signing-profile.ts';
import type { Painted } from '../painting/painted.ts';
import { paintPage } from '../painting/painter.ts';
import { listPages, type PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { A4, pageScale, pageSize, type UprightRectangle } from '../signing/page-placement.ts';
import { wordsOf } from '../text/page-words.ts';
import { textLines, type TextLine } from '../text/text-lines.ts';
import { findSignerBlock, findTitle } from './find-signer-block.ts';
import { FreeSpace } from './free-space.ts';
import { occupiedRectangles, shownSignatures } from './page-occupancy.ts';

/** Where a signature is shown. */
export type ProfilePlace = {
  pageIndex: number;
  rectangle: UprightRectangle;
  /** Nothing told where it belongs: a person should look, and drag it where it is wrong. */
  needsConfirmation: boolean;
};

export type PlacedContent = {
  /** Height in points that the text asks for in a box of this width, at the size the profile says. */
  textHeight?: (width: number, scale: number) => number;
  /** Width ÷ height of the image. */
  imageAspect?: number;
  /** As it stands below the title; empty when it is not known. */
  signerName?: string;
  /** On the page of the profile, beside what the file itself tells: codes and pictures of a scan. */
  occupied?: readonly UprightRectangle[];
};

/**
 * Where the profile puts its signature in this file: away from words, pictures, codes and earlier
 * signatures, or at the place that the text of the page names. Upright page, origin bottom left.
 *
 * Errors: `PDF_CANNOT_BE_SIGNED` (no page), `PDF_BROKEN`.
 */
export function placeProfile(
  file: PdfFile,
  profile: Pick<SigningProfile, 'page' | 'placement'>,
  content: PlacedContent = {},
): ProfilePlace {
  const pages = listPages(file);
  const pageIndex = profile.page === 'first' ? 0 : pages.length - 1;
  const page = pages[pageIndex];
  if (!page) throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'no pages' });
  const sheet = { ...pageSize(page), scale: pageScale(page) };
  const { placement } = profile;
  const found = place(placement, new PageView(file, page, sheet), content);
  return { pageIndex, ...found };
}

type Found = Pick<ProfilePlace, 'rectangle' | 'needsConfirmation'>;
type Sheet = { widthPt: number; heightPt: number; scale: number };
type PlacementOf<Kind> = Extract<ProfilePlacement, { kind: Kind }>;

const POINTS_PER_MM = 72 / 25.4;

/** What placing asks about a page, read when it is asked for. */
class PageView {
  readonly sheet: Sheet;
  readonly #file: PdfFile;
  readonly #page: PdfPage;
  #painted: readonly Painted[] | null = null;

  constructor(file: PdfFile, page: PdfPage, sheet: Sheet) {
    this.sheet = sheet;
    this.#file = file;
    this.#page = page;
  }

  freeSpace(occupied: readonly UprightRectangle[]): FreeSpace {
    const taken = occupiedRectangles(this.#file, this.#page, this.#paint());
    return new FreeSpace(this.sheet, [...taken, ...occupied]);
  }

  lines(): TextLine[] {
    return textLines(wordsOf(this.#page, this.#paint()));
  }

  /** The signature that the seal belongs to: the latest that shows an image, else that is no corner's. */
  signature(): UprightRectangle | null {
    const shown = shownSignatures(this.#file, this.#page);
    const isBelowMargin = ({ y, height }: UprightRectangle) =>
      y + height / 2 < this.sheet.heightPt * 0.9;
    const signature =
      shown.findLast((one) => one.hasImage) ??
      shown.findLast((one) => isBelowMargin(one.rectangle));
    return signature?.rectangle ?? null;
  }

  #paint(): readonly Painted[] {
    return (this.#painted ??= paintPage(this.#file, this.#page));
  }
}

function place(placement: ProfilePlacement, view: PageView, content: PlacedContent): Found {
  switch (placement.kind) {
    case 'corner':
      return inCorner(placement, view, content);
    case 'between-title-and-name':
      return betweenTitleAndName(placement, view, content);
    case 'over-signature':
      return overSignature(placement, view, content);
    case 'fixed':
      return fixed(placement, view.sheet, content);
  }
}

/** A box grows this much for long text before the text gets smaller. */
const MOST_GROWTH = 1.7;
/** A step down costs more than a step aside; leaving the half of the page costs most. */
const DOWN_COST = 1.5;
const OTHER_HALF_COST = 1000;
/** Where the page is too full, the box shrinks by these before it is given up. */
const SMALLER = [1, 0.85, 0.7] as const;

function inCorner(placement: PlacementOf<'corner'>, view: PageView, content: PlacedContent): Found {
  const { sheet } = view;
  const width = Math.min(placement.width * sheet.scale, sheet.widthPt);
  const least = placement.height * sheet.scale;
  const asked = content.textHeight?.(width, sheet.scale) ?? 0;
  const height = Math.min(Math.max(least, asked), least * MOST_GROWTH, sheet.heightPt);
  const isLeft = placement.corner === 'top-left';
  const space = view.freeSpace(content.occupied ?? []);
  for (const factor of SMALLER) {
    const wanted = within(sheet, {
      x: isLeft
        ? placement.insetX * sheet.scale
        : sheet.widthPt - placement.insetX * sheet.scale - width * factor,
      y: sheet.heightPt - placement.insetY * sheet.scale - height * factor,
      width: width * factor,
      height: height * factor,
    });
    if (space.isFree(wanted)) return { rectangle: wanted, needsConfirmation: false };
    const rectangle = space.nearest(wanted, (spot) => {
      const isOwnHalf = spot.x + spot.width / 2 < sheet.widthPt / 2 === isLeft;
      const distance = Math.hypot(spot.x - wanted.x, (spot.y - wanted.y) * DOWN_COST);
      return distance + (isOwnHalf ? 0 : OTHER_HALF_COST);
    });
    const isInUpperHalf = rectangle !== null && rectangle.y > sheet.heightPt / 2;
    if (rectangle && isInUpperHalf) return { rectangle, needsConfirmation: false };
    if (factor === SMALLER.at(-1)) {
      return { rectangle: rectangle ?? wanted, needsConfirmation: true };
    }
  }
  throw new RangeError('No size was tried');
}

/** Kept free above and below the image, points. */
const BREATH_PT = 2;
/** Where a signature usually stands: the middle of the right column, a quarter up the page. */
const USUAL = { x: 0.71, y: 0.24 };

function betweenTitleAndName(
  placement: Pick<PlacementOf<'between-title-and-name'>, 'width' | 'height'>,
  view: PageView,
  content: PlacedContent,
): Found {
  const { sheet } = view;
  const lines = view.lines();
  const most = { width: placement.width * sheet.scale, height: placement.height * sheet.scale };
  const aspect = content.imageAspect ?? most.width / most.height;
  const block = findSignerBlock(lines, content.signerName ?? '');
  if (!block) {
    const size = fitted(most, aspect);
    const title = findTitle(lines);
    const rectangle = title
      ? centredAt(middleOf(title).x, title.y - BREATH_PT - size.height / 2, size)
      : centredAt(sheet.widthPt * USUAL.x, sheet.heightPt * USUAL.y, size);
    return { rectangle: within(sheet, rectangle), needsConfirmation: true };
  }
  const { title, name } = block;
  const floor = name.y + name.height;
  const room = {
    width: most.width,
    height: Math.min(most.height, title.y - floor - 2 * BREATH_PT),
  };
  const x = (middleOf(title).x + middleOf(name).x) / 2;
  const rectangle = centredAt(x, (title.y + floor) / 2, fitted(room, aspect));
  return { rectangle: within(sheet, rectangle), needsConfirmation: false };
}

/** The usual size of the signature when the seal comes without one that could be found. */
const PRESUMED_SIGNATURE = { width: 110, height: 64 };

function overSignature(
  placement: PlacementOf<'over-signature'>,
  view: PageView,
  content: PlacedContent,
): Found {
  const { sheet } = view;
  const shown = view.signature();
  const signature =
    shown ??
    betweenTitleAndName(PRESUMED_SIGNATURE, view, { ...content, imageAspect: 1.7 }).rectangle;
  const diameter = placement.diameterMm * POINTS_PER_MM;
  const size = fitted({ width: diameter, height: diameter }, content.imageAspect ?? 1);
  const right = signature.x + signature.width * placement.share;
  const rectangle = centredAt(right - size.width / 2, middleOf(signature).y, size);
  return { rectangle: within(sheet, rectangle), needsConfirmation: shown === null };
}

function fixed(placement: PlacementOf<'fixed'>, sheet: Sheet, content: PlacedContent): Found {
  const most = { width: placement.width * sheet.scale, height: placement.height * sheet.scale };
  const size =
    content.imageAspect && !content.textHeight ? fitted(most, content.imageAspect) : most;
  const x = ((placement.x + placement.width / 2) / A4.width) * sheet.widthPt;
  const y = ((placement.y + placement.height / 2) / A4.height) * sheet.heightPt;
  return { rectangle: within(sheet, centredAt(x, y, size)), needsConfirmation: false };
}

type Size = { width: number; height: number };

/** The largest size of this shape within the room. */
function fitted(room: Size, aspect: number): Size {
  const width = Math.max(1, Math.min(room.width, room.height * aspect));
  return { width, height: width / aspect };
}

function centredAt(x: number, y: number, { width, height }: Size): UprightRectangle {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function middleOf({ x, y, width, height }: UprightRectangle): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Moved onto the page, made smaller only where it is larger than the page. */
function within({ widthPt, heightPt }: Sheet, wanted: UprightRectangle): UprightRectangle {
  const width = Math.min(wanted.width, widthPt);
  const height = Math.min(wanted.height, heightPt);
  return {
    x: Math.min(Math.max(0, wanted.x), widthPt - width),
    y: Math.min(Math.max(0, wanted.y), heightPt - height),
    width,
    height,
  };
}
