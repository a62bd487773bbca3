import type { GreyImage } from './grey-image.ts';
import { inkPieces, isInkAt } from './ink-pieces.ts';

/** Round seals of Vietnamese offices are 32 to 42 mm wide; radius in inches with some room. */
const RADIUS_INCHES = { least: 0.55, most: 0.88 };
const TRIALS = 1500;
/** Share of a circle that must be ink before it is taken for the rim of a seal. */
const RIM_COVER = 0.7;
const RING_COVER = 0.55;

type Circle = { x: number; y: number; radius: number };

/**
 * Takes the rings of a seal out of a black and white copy, where its colour no longer tells it from
 * print. Strokes that cross a ring stay: there ink stands on both sides of it.
 */
export function withoutSealRings(image: GreyImage, dpi: number): GreyImage {
  const rim = findRim(image, dpi);
  if (!rim) return image;
  const result = { ...image, data: image.data.slice() };
  for (const ring of ringsOf(image, rim)) eraseRing(image, result, rim, ring);
  return result;
}

/** Whether an image shows the round rim of a seal. */
export function hasSealRing(image: GreyImage, dpi: number): boolean {
  return findRim(image, dpi) !== null;
}

/** The rim by trial: circles through three random points of large pieces of ink. */
function findRim(image: GreyImage, dpi: number): Circle | null {
  const points = inkPieces(image)
    .filter(({ box }) => Math.max(box.width, box.height) > dpi * 0.4)
    .flatMap(({ pixels }) => [...pixels]);
  if (points.length < 300) return null;
  const random = sequence();
  const pick = () => {
    const at = points[Math.floor(random() * points.length)] ?? 0;
    return { x: at % image.width, y: Math.floor(at / image.width) };
  };
  let best: { circle: Circle; cover: number } | null = null;
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const circle = circleThrough(pick(), pick(), pick());
    if (!circle || circle.radius < dpi * RADIUS_INCHES.least) continue;
    if (circle.radius > dpi * RADIUS_INCHES.most) continue;
    const found = cover(image, circle, 72);
    if (found > (best?.cover ?? 0.5)) best = { circle, cover: found };
  }
  if (!best) return null;
  const refined = refine(image, best.circle);
  return cover(image, refined, 360) >= RIM_COVER ? refined : null;
}

/** Moves and widens the circle in small steps for as long as more of it becomes ink. */
function refine(image: GreyImage, start: Circle): Circle {
  let best = start;
  let bestCover = cover(image, start, 360);
  for (let step = 0; step < 12; step += 1) {
    const around = [-1, 0, 1].flatMap((dx) =>
      [-1, 0, 1].flatMap((dy) =>
        [-1, 0, 1].map((dr) => ({ x: best.x + dx, y: best.y + dy, radius: best.radius + dr })),
      ),
    );
    const improved = around
      .map((circle) => ({ circle, cover: cover(image, circle, 360) }))
      .reduce((a, b) => (b.cover > a.cover ? b : a));
    if (improved.cover <= bestCover) break;
    best = improved.circle;
    bestCover = improved.cover;
  }
  return best;
}

/** Share of the circle that is ink, of what lies inside the image; 0 when most lies outside. */
function cover(image: GreyImage, { x, y, radius }: Circle, samples: number): number {
  let inside = 0;
  let ink = 0;
  for (let i = 0; i < samples; i += 1) {
    const angle = (i / samples) * 2 * Math.PI;
    const px = Math.round(x + radius * Math.cos(angle));
    const py = Math.round(y + radius * Math.sin(angle));
    if (px < 0 || py < 0 || px >= image.width || py >= image.height) continue;
    inside += 1;
    if (isInkAt(image, px, py)) ink += 1;
  }
  return inside < samples * 0.5 ? 0 : ink / inside;
}

/** The rings of the seal, from the innermost: distances from the centre between which ink runs round. */
function ringsOf(image: GreyImage, rim: Circle): { from: number; to: number }[] {
  const rings: { from: number; to: number }[] = [];
  let from = -1;
  for (let radius = Math.round(rim.radius * 0.5); radius <= rim.radius * 1.2; radius += 1) {
    const isRing = cover(image, { ...rim, radius }, 360) >= RING_COVER;
    if (isRing && from < 0) from = radius;
    if (isRing || from < 0) continue;
    rings.push({ from: from - 2, to: radius + 1 });
    from = -1;
  }
  return rings;
}

function eraseRing(
  image: GreyImage,
  result: GreyImage,
  rim: Circle,
  ring: { from: number; to: number },
): void {
  const left = Math.max(0, Math.floor(rim.x - ring.to));
  const right = Math.min(image.width - 1, Math.ceil(rim.x + ring.to));
  const top = Math.max(0, Math.floor(rim.y - ring.to));
  const bottom = Math.min(image.height - 1, Math.ceil(rim.y + ring.to));
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const dx = x - rim.x;
      const dy = y - rim.y;
      const distance = Math.hypot(dx, dy);
      if (distance < ring.from || distance > ring.to) continue;
      const isInkBeside = (radius: number) =>
        isInkAt(
          image,
          Math.round(rim.x + (dx / distance) * radius),
          Math.round(rim.y + (dy / distance) * radius),
        );
      if (isInkBeside(ring.from - 2) && isInkBeside(ring.to + 2)) continue;
      result.data[y * image.width + x] = 255;
    }
  }
}

function circleThrough(
  a: { x: number; y: number },
  b: { x: number; y: number },
  c: { x: number; y: number },
): Circle | null {
  const d = 2 * (a.x * (b.y - c.y) + b.x * (c.y - a.y) + c.x * (a.y - b.y));
  if (Math.abs(d) < 1) return null;
  const [a2, b2, c2] = [a, b, c].map((point) => point.x ** 2 + point.y ** 2);
  if (a2 === undefined || b2 === undefined || c2 === undefined) return null;
  const x = (a2 * (b.y - c.y) + b2 * (c.y - a.y) + c2 * (a.y - b.y)) / d;
  const y = (a2 * (c.x - b.x) + b2 * (a.x - c.x) + c2 * (b.x - a.x)) / d;
  return { x, y, radius: Math.hypot(a.x - x, a.y - y) };
}

/** The same numbers every time, 0–1: a page is read the same way twice (Lehmer, 31 bits). */
function sequence(): () => number {
  let state = 20_301;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
