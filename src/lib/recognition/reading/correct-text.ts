import type { TextLayer, TextLine, Word } from '#lib/domain/text-layer.ts';
import { isSurname } from '../surnames.ts';
import { capitalizeFirst } from '../vietnamese.ts';
import { markDistance } from './marks.ts';
import { withFixedWording } from './fixed-wording.ts';
import { parted, respelled } from './respelled.ts';
import { isSyllable } from './syllables.ts';
import { isCapitalized, type Pair, type Wording } from './wording.ts';

/** From here on the engine is believed against anything but a compound that lacks one mark. */
const WELL_READ = 85;
/** Below this a syllable may have two marks wrong. */
const BADLY_READ = 75;

/**
 * The same text with marks and blanks put right where exactly one known compound explains the
 * letters: `chỉ tiết` → `chi tiết`, `DULỊCH` → `DU LỊCH`, `thúng` between two numbers of a date.
 * Tokens with digits and notations are never touched, names only as the catalogue has them. What
 * was read stays with the word as `asRead`.
 */
export function correctText(layer: TextLayer, wording: Wording): TextLayer {
  const lines = withFixedWording(layer.lines);
  return { ...layer, lines: lines.map((line) => correctLine(line, wording)) };
}

function correctLine(line: TextLine, wording: Wording): TextLine {
  const words = line.words.flatMap((word) => unglued(word, wording));
  return { ...line, words: withMarks(withUnit(withMonth(words)), wording) };
}

type Change = { core: Core; spelled: string };

type Core = { before: string; text: string; after: string };

/** A word without the punctuation around it; `null` unless only letters are left. */
function coreOf(word: Word | undefined): Core | null {
  const match = word && /^([^\p{L}\p{N}]*)(\p{L}+)([^\p{L}\p{N}]*)$/u.exec(word.text);
  if (!match) return null;
  return { before: match[1] ?? '', text: match[2] ?? '', after: match[3] ?? '' };
}

/** Marks of neighbouring syllables by the compounds that they make. */
function withMarks(words: readonly Word[], wording: Wording): Word[] {
  const cores = words.map(coreOf);
  const isPair = (i: number) => cores[i]?.after === '' && cores[i + 1]?.before === '';
  const isSettled = words.map((_, i) => isKnownAt(i) || isKnownAt(i - 1));
  const corrected = [...words];
  for (let i = 0; i + 1 < words.length; i += 1) {
    const first = cores[i];
    const second = cores[i + 1];
    if (!first || !second || !isPair(i) || isKnownAt(i)) continue;
    const pair = onlyPair(wording.pairsLike(first.text, second.text), first.text, second.text);
    if (!pair || isPerson(cores[i - 1]?.text, first.text)) continue;
    const changes = [
      { at: i, core: first, spelled: pair.first },
      { at: i + 1, core: second, spelled: pair.second },
    ].filter(({ core, spelled }) => core.text.toLowerCase() !== spelled);
    if (
      !changes.every((change) => !isSettled[change.at] && isLikely(words[change.at], change, pair))
    ) {
      continue;
    }
    for (const { at, core, spelled } of changes) {
      const word = corrected[at];
      if (!word) continue;
      const text = withCaseOf(core.text, spelled);
      corrected[at] = respelled(word, core.before + text + core.after);
      cores[at] = { ...core, text };
      isSettled[at] = true;
    }
  }
  return corrected;

  function isKnownAt(i: number): boolean {
    const first = cores[i];
    const second = cores[i + 1];
    return !!first && !!second && isPair(i) && wording.has(first.text, second.text);
  }
}

function onlyPair(pairs: readonly Pair[], first: string, second: string): Pair | undefined {
  const isName = isCapitalized(second) && first !== first.toUpperCase();
  const fitting = isName ? pairs.filter((pair) => pair.isName) : pairs;
  return pairs.length === 1 || isOneWord(pairs) ? fitting[0] : undefined;
}

/** `ủy ban` and `uỷ ban`: one compound with its tone in either place. */
function isOneWord(pairs: readonly Pair[]): boolean {
  const [one] = pairs;
  return (
    one !== undefined &&
    pairs.every(
      (pair) => markDistance(pair.first, one.first) + markDistance(pair.second, one.second) === 0,
    )
  );
}

/** Capitals after a surname are somebody's name, whatever compound they resemble. */
function isPerson(previous: string | undefined, first: string): boolean {
  const isShouted = first === first.toUpperCase();
  return isShouted && isSurname(capitalizeFirst((previous ?? '').toLowerCase()));
}

function isLikely(word: Word | undefined, { core, spelled }: Change, pair: Pair): boolean {
  const confidence = word?.confidence ?? 100;
  const most = confidence < BADLY_READ ? 2 : confidence < WELL_READ || pair.isCompound ? 1 : 0;
  return markDistance(core.text, spelled) <= most;
}

/** `ngày 5 thúng 6` → `tháng`: nothing else stands between the numbers of a date. */
function withMonth(words: readonly Word[]): Word[] {
  return words.map((word, i) => {
    const isDate =
      /^\d{1,2}$/u.test(words[i - 1]?.text ?? '') && /^\d{1,2}\D?$/u.test(words[i + 1]?.text ?? '');
    const isMonth = isDate && /^th.{1,2}ng$/iu.test(word.text) && word.text !== 'tháng';
    return isMonth && /^ng/iu.test(words[i - 2]?.text ?? '') ? respelled(word, 'tháng') : word;
  });
}

const headUnits = ['tỉnh', 'huyện'];

/** `TÍNH BÌNH AN` at the head of a line in capitals, as letterheads have it: the unit, not a verb. */
function withUnit(words: readonly Word[]): Word[] {
  return words.map((word, i) => {
    const core = coreOf(word);
    const isHead = i === 0 || (i === 1 && words[0]?.text === 'UBND');
    const isShouted = core?.text === core?.text.toUpperCase();
    const next = coreOf(words[i + 1])?.text;
    if (!core || !isHead || !isShouted || !next || next !== next.toUpperCase()) return word;
    const unit = headUnits.find((name) => markDistance(core.text, name) === 1);
    if (!unit || word.confidence >= WELL_READ) return word;
    return respelled(word, core.before + unit.toUpperCase() + core.after);
  });
}

/** Two syllables that were run together, where the compound is known. */
function unglued(word: Word, wording: Wording): Word[] {
  const core = coreOf(word);
  if (!core || core.text.length < 4 || isSyllable(core.text)) return [word];
  const splits = Array.from(core.text, (_, at) => at)
    .slice(1)
    .map((at) => ({ at, first: core.text.slice(0, at), second: core.text.slice(at) }))
    .filter(({ first, second }) => wording.has(first, second));
  const [split] = splits;
  if (!split || splits.length > 1) return [word];
  return parted(respelled(word, word.text), core.before.length + split.at);
}

function withCaseOf(pattern: string, spelled: string): string {
  const letters = [...spelled];
  return [...pattern]
    .map((letter, i) => {
      const other = letters[i] ?? '';
      return letter === letter.toLowerCase() ? other : other.toUpperCase();
    })
    .join('');
}
