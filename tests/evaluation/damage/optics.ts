import type { PixelImage } from '#fixtures/scanning/degrade.ts';
import type { Random } from '#fixtures/scanning/random.ts';
import type { DamageName } from './damage-plans.ts';

const NOISE_SIZE = 1 << 16;

type Tone = (value: number) => number;
type Rgb = [red: number, green: number, blue: number];

/** What light, paper, lens and machine do to an inked sheet, in place and at the scan's resolution. */
export function applyOptics(
  image: PixelImage,
  damages: readonly DamageName[],
  isBilevel: boolean,
  random: Random,
): void {
  const has = (name: DamageName) => damages.includes(name);
  const copies = has('second-photocopy') ? 2 : has('photocopy') ? 1 : 0;
  if (has('blur') || has('phone-photo')) soften(image, has('blur') ? 3 : 1);
  expose(image, {
    light: lightOf(image, damages, random),
    paper: paperOf(has('yellowed'), random),
    contrast: has('low-contrast') ? random.between(0.34, 0.5) : 1,
    noise: has('salt') ? 8 : has('phone-photo') ? 5 : 2.5,
    tone: (value) => value,
    isGrey: copies > 0,
    random,
  });
  for (let copy = 0; copy < copies; copy += 1) {
    soften(image, 1);
    const threshold = random.between(140, 172);
    const steepness = copies === 2 ? 11 : 17;
    expose(image, {
      light: flatLight(image),
      paper: [0.97, 0.97, 0.97],
      contrast: 1,
      noise: 9,
      tone: (value) => 255 / (1 + Math.exp(-(value - threshold) / steepness)),
      isGrey: true,
      random,
    });
    speckle(image, Math.round((image.width * image.height) / (copies === 2 ? 3600 : 6500)), random);
  }
  if (has('salt')) saltAndPepper(image, 0.006, random);
  if (copies === 2) darkEdges(image, random);
  if (isBilevel) threshold(image, has('low-contrast') ? 190 : 158);
}

type Exposure = {
  light: { rows: Float32Array; columns: Float32Array };
  paper: Rgb;
  contrast: number;
  noise: number;
  tone: Tone;
  isGrey: boolean;
  random: Random;
};

function expose(
  image: PixelImage,
  { light, paper, contrast, noise, tone, isGrey, random }: Exposure,
): void {
  const { data, width, height } = image;
  const grains = Float32Array.from(
    { length: NOISE_SIZE },
    () => (random.next() + random.next() + random.next() - 1.5) * 2 * noise,
  );
  const tones = Uint8ClampedArray.from({ length: 256 }, (_, value) => tone(value));
  for (let y = 0; y < height; y += 1) {
    const row = light.rows[y] ?? 1;
    let grainAt = random.whole(0, NOISE_SIZE - 1);
    for (let x = 0, at = y * width * 4; x < width; x += 1, at += 4) {
      const lit = row * (light.columns[x] ?? 1);
      grainAt = (grainAt + 1) & (NOISE_SIZE - 1);
      const grain = grains[grainAt] ?? 0;
      let red = (255 - (255 - (data[at] ?? 255)) * contrast) * paper[0] * lit + grain;
      let green = (255 - (255 - (data[at + 1] ?? 255)) * contrast) * paper[1] * lit + grain;
      let blue = (255 - (255 - (data[at + 2] ?? 255)) * contrast) * paper[2] * lit + grain;
      if (isGrey) red = green = blue = red * 0.3 + green * 0.59 + blue * 0.11;
      data[at] = tones[byte(red)] ?? 0;
      data[at + 1] = tones[byte(green)] ?? 0;
      data[at + 2] = tones[byte(blue)] ?? 0;
    }
  }
}

function byte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value | 0;
}

function paperOf(isYellowed: boolean, random: Random): Rgb {
  const base = random.between(0.95, 0.985);
  return isYellowed ? [base * 0.96, base * 0.88, base * 0.7] : [base, base * 0.996, base * 0.985];
}

function flatLight(image: PixelImage) {
  return {
    rows: new Float32Array(image.height).fill(1),
    columns: new Float32Array(image.width).fill(1),
  };
}

/** Brightness as a product of a row and a column profile. */
function lightOf(image: PixelImage, damages: readonly DamageName[], random: Random) {
  const light = flatLight(image);
  const isUneven = damages.includes('uneven-light');
  const fades = isUneven ? 0.5 : damages.includes('phone-photo') ? 0.28 : 0.03;
  fade(light.rows, fades * random.between(0.7, 1), random.between(0.1, 0.9));
  fade(light.columns, fades * random.between(0.4, 0.8), random.between(0.1, 0.9));
  if (damages.includes('phone-shadow')) {
    shadow(light.columns, random.between(0.35, 0.75), random.between(0.38, 0.52));
    shadow(light.rows, random.between(0.5, 0.85), random.between(0.2, 0.4));
  }
  if (damages.includes('folds')) {
    for (const at of [random.between(0.32, 0.36), random.between(0.65, 0.69)])
      crease(light.rows, at);
    if (random.next() < 0.5) crease(light.columns, random.between(0.48, 0.52));
  }
  return light;
}

function fade(profile: Float32Array, depth: number, peak: number): void {
  const reach = Math.max(peak, 1 - peak);
  for (let i = 0; i < profile.length; i += 1) {
    const distance = Math.abs(i / profile.length - peak) / reach;
    profile[i] = (profile[i] ?? 1) * (1 - depth * distance ** 1.5);
  }
}

/** A hand or a head between lamp and sheet: a soft edge, then dark to the end. */
function shadow(profile: Float32Array, from: number, depth: number): void {
  for (let i = 0; i < profile.length; i += 1) {
    const past = (i / profile.length - from) / 0.06;
    profile[i] = (profile[i] ?? 1) * (1 - depth / (1 + Math.exp(-past)));
  }
}

function crease(profile: Float32Array, at: number): void {
  const centre = Math.round(profile.length * at);
  const reach = Math.round(profile.length * 0.02);
  for (let offset = -reach; offset <= reach; offset += 1) {
    const i = centre + offset;
    const depth = (1 - Math.abs(offset) / reach) ** 2 * (offset > 0 ? 0.42 : -0.05);
    profile[i] = (profile[i] ?? 1) * (1 - depth);
  }
}

/** `passes` of a 3×3 mean weighted to the middle. */
function soften({ data, width }: PixelImage, passes: number): void {
  const stride = width * 4;
  for (let pass = 0; pass < passes; pass += 1) {
    for (const step of [4, stride]) {
      const before = data.slice();
      for (let at = step; at + step < data.length; at += 1) {
        if ((at & 3) === 3) continue;
        data[at] =
          ((before[at - step] ?? 255) + (before[at] ?? 255) * 2 + (before[at + step] ?? 255)) >> 2;
      }
    }
  }
}

function speckle(image: PixelImage, count: number, random: Random): void {
  const { data, width, height } = image;
  for (let speck = 0; speck < count; speck += 1) {
    const size = random.next() < 0.8 ? 1 : random.whole(2, 3);
    const left = random.whole(0, width - 4);
    const top = random.whole(0, height - 4);
    const value = random.next() < 0.75 ? random.whole(0, 80) : 255;
    for (let dy = 0; dy < size; dy += 1) {
      const at = ((top + dy) * width + left) * 4;
      for (let dx = 0; dx < size; dx += 1) data.fill(value, at + dx * 4, at + dx * 4 + 3);
    }
  }
}

function saltAndPepper(image: PixelImage, share: number, random: Random): void {
  const count = Math.round(image.width * image.height * share);
  for (let grain = 0; grain < count; grain += 1) {
    const at = random.whole(0, image.width * image.height - 1) * 4;
    image.data.fill(random.next() < 0.5 ? 0 : 255, at, at + 3);
  }
}

/** What a copier adds around a sheet that is smaller than its glass. */
function darkEdges(image: PixelImage, random: Random): void {
  const { data, width, height } = image;
  const side = Math.round(width * random.between(0.006, 0.016));
  const foot = Math.round(height * random.between(0.004, 0.012));
  for (let y = 0; y < height; y += 1) {
    const edge = y > height - foot ? width : side + random.whole(-2, 2);
    for (let x = width - Math.max(0, edge); x < width; x += 1) {
      const at = (y * width + x) * 4;
      data.fill(random.whole(0, 40), at, at + 3);
    }
  }
}

function threshold({ data }: PixelImage, level: number): void {
  for (let at = 0; at < data.length; at += 4) {
    data[at] = data[at + 1] = data[at + 2] = (data[at + 1] ?? 255) < level ? 0 : 255;
  }
}
