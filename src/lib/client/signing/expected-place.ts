import type { ProfilePlacement } from '#lib/domain/signing-profile.ts';
import { sheet, type SheetRectangle } from '#lib/domain/signing-profile-placement.ts';

/**
 * Where a signature stands on a page that is free there; on a page with text it moves aside. Points,
 * upright page, origin bottom left. null: only the text of the page tells.
 */
export function expectedPlace(
  placement: ProfilePlacement,
  page: { width: number; height: number },
): SheetRectangle | null {
  const scale = Math.min(page.width / sheet.width, page.height / sheet.height);
  switch (placement.kind) {
    case 'corner': {
      const [width, height] = [placement.width * scale, placement.height * scale];
      const insetX = placement.insetX * scale;
      return {
        x: placement.corner === 'top-left' ? insetX : page.width - insetX - width,
        y: page.height - placement.insetY * scale - height,
        width,
        height,
      };
    }
    case 'fixed':
      return {
        x: placement.x * scale,
        y: placement.y * scale,
        width: placement.width * scale,
        height: placement.height * scale,
      };
    case 'between-title-and-name':
    case 'over-signature':
      return null;
  }
}
