import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#lib/domain/app-error.ts';
import { DialogTurn, type FruitlessEnd } from './dialog-turn.ts';

const origin = 'https://so.example.vn';
let turn: DialogTurn;
let nowMs: number;

beforeEach(() => {
  turn = new DialogTurn();
  nowMs = 1_000_000;
});

/** One dialog that comes to nothing at once. */
function ask(end: FruitlessEnd, from = origin): void {
  turn.take(from, nowMs)();
  turn.countFruitless(from, end, nowMs);
}

function refusal(): AppError | null {
  try {
    turn.take(origin, nowMs)();
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

it('asks one question at a time, whoever asks', () => {
  const release = turn.take(origin, nowMs);
  expect(() => turn.take('https://xa.example.vn', nowMs)).toThrow('BRIDGE_BUSY');
  release();
  expect(refusal()).toBeNull();
});

describe('a person may try again at once', () => {
  it('after closing a dialog by mistake', () => {
    ask('turned-away');
    expect(refusal()).toBeNull();
  });

  it('after each wrong PIN that a token allows', () => {
    for (let tries = 0; tries < 3; tries++) ask('failed');
    expect(refusal()).toBeNull();
  });

  it('after a dialog that was accepted, whatever was before', () => {
    ask('turned-away');
    ask('turned-away');
    turn.countAccepted(origin);
    expect(refusal()).toBeNull();
  });
});

describe('a page that asks again and again', () => {
  it('has to wait ten seconds after two dialogs were turned away', () => {
    ask('turned-away');
    ask('turned-away');
    nowMs += 4_000;
    expect(refusal()).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      details: { retryAfterSeconds: 6 },
    });
    nowMs += 6_000;
    expect(refusal()).toBeNull();
  });

  it('has to wait until six in vain are two minutes old', () => {
    for (let count = 0; count < 6; count++) ask('failed');
    expect(refusal()).toMatchObject({ details: { retryAfterSeconds: 120 } });
    nowMs += 120_000;
    expect(refusal()).toBeNull();
  });

  it('does not keep another page from asking', () => {
    ask('turned-away');
    ask('turned-away');
    expect(() => ask('turned-away', 'https://xa.example.vn')).not.toThrow();
  });
});
