import { beforeEach, describe, expect, test } from 'vitest';
import { defaultScanPresets } from '#lib/domain/scan-preset.ts';
import type { Scanner } from '#lib/protocol/scanning.ts';
import { PresetShelf } from './preset-shelf.svelte.ts';
import { ScannerChoice } from './scanner-choice.svelte.ts';
import { feederScanner, ScriptedScanner } from './testing/scripted-scanner.ts';

let bridge: ScriptedScanner;
let kept: Map<string, unknown>;

beforeEach(() => {
  bridge = new ScriptedScanner();
  kept = new Map();
});

function newShelf(personId = 'canbo'): PresetShelf {
  return new PresetShelf(personId, {
    readKept: async (key) => kept.get(key),
    keep: async (key, value) => void kept.set(key, value),
  });
}

async function opened(): Promise<ScannerChoice> {
  const choice = new ScannerChoice(bridge, newShelf());
  await choice.look();
  return choice;
}

const glass: Scanner = {
  ...feederScanner,
  id: 'escl:glass',
  name: 'Máy quét kính',
  sources: ['flatbed'],
};

describe('scanners', () => {
  test('the one used last is taken again, else the first that answers', async () => {
    const off: Scanner = { ...feederScanner, id: 'escl:off', problem: 'SCANNER_UNREACHABLE' };
    bridge.list = { scanners: [off, feederScanner, glass], problems: [] };
    const first = await opened();
    expect(first.scanner?.id).toBe(feederScanner.id);
    await first.shelf.choose({ scannerId: glass.id });
    expect((await opened()).scanner?.id).toBe(glass.id);
  });

  test('a typed address that answers is chosen; one that does not is told and changes nothing', async () => {
    const choice = await opened();
    expect(await choice.add({ driver: 'escl', address: '192.168.1.9' })).toBe(false);
    expect(choice.problem?.code).toBe('SCANNER_UNREACHABLE');
    expect(choice.scanners).toHaveLength(1);
    bridge.typed = { ...glass, isTyped: true };
    expect(await choice.add({ driver: 'escl', address: '192.168.1.30' })).toBe(true);
    expect(choice.problem).toBeNull();
    expect(choice.scanner?.id).toBe(glass.id);
  });

  test('ways of searching that do not work here are told', async () => {
    bridge.list = { scanners: [], problems: [{ driver: 'sane', code: 'SCANNER_DRIVER_MISSING' }] };
    const choice = await opened();
    expect(choice.scanner).toBeNull();
    expect(choice.searchProblems).toEqual(bridge.list.problems);
  });

  test('a bridge that does not answer is told', async () => {
    bridge.isDown = true;
    expect((await opened()).problem?.code).toBe('BRIDGE_NOT_RUNNING');
  });
});

describe('presets', () => {
  test('only what the scanner can do is taken, the others say what is missing', async () => {
    bridge.list = { scanners: [glass], problems: [] };
    const choice = await opened();
    expect(choice.preset?.id).toBe('glass');
    const obstacles = choice.presets.map(({ preset, obstacle }) => [preset.id, obstacle]);
    expect(obstacles).toContainEqual(['sealed', 'source']);
    expect(obstacles).toContainEqual(['glass', null]);
  });

  test('own ones stay on this PC for this person; those of the station can be restored', async () => {
    const choice = await opened();
    await choice.shelf.save({
      id: 'own',
      name: 'Sổ hộ tịch',
      feed: 'feeder',
      colour: 'grey',
      dpi: 200,
      paper: 'a4',
    });
    const again = await opened();
    expect(again.preset).toMatchObject({ id: 'own', name: 'Sổ hộ tịch' });
    const other = newShelf('canbo2');
    await other.read();
    expect(other.presets).toEqual(defaultScanPresets);
    await again.shelf.restore();
    expect((await opened()).preset?.id).toBe('sealed');
  });

  test('what is kept and cannot be read any more is not used', async () => {
    kept.set('scan-presets:canbo', { presets: [{ id: 'x', feed: 'belt' }], chosenId: 'x' });
    expect((await opened()).shelf.presets).toEqual(defaultScanPresets);
  });
});
