import { describe, expect, test } from 'vitest';
import { movePlacement, resizePlacement } from './signing-profile-placement.ts';

const corner = {
  kind: 'corner',
  corner: 'top-left',
  insetX: 40,
  insetY: 12,
  width: 200,
  height: 30,
} as const;
const shown = { x: 40, y: 800, width: 200, height: 30 };

describe('a box that is moved', () => {
  test('keeps its corner and changes its distance from the edges', () => {
    expect(movePlacement(corner, shown, { x: 10, y: -5 })).toEqual({
      ...corner,
      insetX: 50,
      insetY: 17,
    });
  });

  test('belongs to the other corner beyond the middle', () => {
    expect(movePlacement(corner, shown, { x: 300, y: 0 })).toEqual({
      ...corner,
      corner: 'top-right',
      insetX: 55,
    });
  });

  test('does not leave the paper', () => {
    expect(movePlacement(corner, shown, { x: -900, y: 900 })).toMatchObject({
      insetX: 0,
      insetY: 0,
    });
    expect(movePlacement(corner, shown, { x: 0, y: -9000 })).toMatchObject({ insetY: 812 });
  });

  test('stands by hand when the text had named its place', () => {
    const between = { kind: 'between-title-and-name', width: 110, height: 64 } as const;
    const found = { x: 370, y: 420, width: 108.2, height: 60 };

    const once = movePlacement(between, found, { x: 1, y: 0 });
    const twice = movePlacement(once, found, { x: 1, y: -1 });

    expect(once).toEqual({ kind: 'fixed', x: 371, y: 420, width: 108, height: 60 });
    expect(twice).toEqual({ kind: 'fixed', x: 372, y: 419, width: 108, height: 60 });
  });
});

describe('a box whose lower right corner is pulled', () => {
  test('keeps its left edge in either corner', () => {
    const right = { ...corner, corner: 'top-right', insetX: 20 } as const;

    expect(resizePlacement(corner, { width: 10, height: 4 })).toMatchObject({
      width: 210,
      height: 34,
      insetX: 40,
    });
    expect(resizePlacement(right, { width: 10, height: 0 })).toMatchObject({
      width: 210,
      insetX: 10,
    });
  });

  test('keeps its top when it stands by hand', () => {
    const fixed = { kind: 'fixed', x: 10, y: 100, width: 50, height: 40 } as const;

    expect(resizePlacement(fixed, { width: 5, height: 20 })).toEqual({
      ...fixed,
      y: 80,
      width: 55,
      height: 60,
    });
  });

  test('never vanishes, and the seal stays as large as it is', () => {
    const seal = { kind: 'over-signature', diameterMm: 36, share: 1 / 3 } as const;

    expect(resizePlacement(corner, { width: -500, height: -500 })).toMatchObject({
      width: 8,
      height: 8,
    });
    expect(resizePlacement(seal, { width: 30, height: 30 })).toBe(seal);
  });
});
