import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AuditLog, findBrokenLine } from './audit-log.ts';

let folder: string;
let file: string;
const now = () => new Date('2026-11-22T01:02:03Z');

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bridge-audit-'));
  file = path.join(folder, 'audit.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

async function writeBatch(batchId: string): Promise<void> {
  const log = await AuditLog.open(file, now);
  await Promise.all([
    log.append({ event: 'started', version: '1' }),
    log.append({
      event: 'batch-ended',
      origin: 'https://so.example.vn',
      batchId,
      signed: 1,
      total: 2,
    }),
  ]);
  await log.close();
}

it('chains the entries over restarts', async () => {
  await writeBatch('a');
  await writeBatch('b');
  const content = await readFile(file, 'utf8');
  expect(content.split('\n')).toHaveLength(5);
  expect(findBrokenLine(content)).toBeNull();
});

it('finds a line that was changed, removed or put in', async () => {
  await writeBatch('a');
  await writeBatch('b');
  const content = await readFile(file, 'utf8');
  expect(findBrokenLine(content.replace('"signed":1', '"signed":2'))).toBe(3);
  expect(findBrokenLine(content.split('\n').toSpliced(1, 1).join('\n'))).toBe(2);
  expect(findBrokenLine(`{"event":"signed"}\n${content}`)).toBe(1);
});

it('keeps writing a good chain after a line was torn by a power cut', async () => {
  await writeBatch('a');
  await appendFile(file, '{"at":"2026-11-22T01:0');
  await writeBatch('b');
  const content = await readFile(file, 'utf8');
  expect(content).toContain('"2026-11-22T01:0\n{');
  expect(findBrokenLine(content)).toBeNull();
  expect(findBrokenLine(content.replace('T01:0\n', 'T01:1\n'))).toBe(4);
});
