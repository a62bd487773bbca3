import type { TextLine, Word } from '#lib/domain/text-layer.ts';
import { unionBox } from '../document-text.ts';

/** The words of a line that `isPart` picks, with their box and baseline; `null` without any. */
export function partOfLine(line: TextLine, isPart: (word: Word) => boolean): TextLine | null {
  const words = line.words.filter(isPart);
  if (words.length === line.words.length) return line;
  if (words.length === 0) return null;
  const box = unionBox(words.map((word) => word.box));
  const { x0, y0, x1, y1 } = line.baseline;
  const heightAt = (x: number) => (x1 === x0 ? y0 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0));
  const right = box.x + box.width;
  return {
    words,
    box,
    baseline: { x0: box.x, y0: heightAt(box.x), x1: right, y1: heightAt(right) },
  };
}
