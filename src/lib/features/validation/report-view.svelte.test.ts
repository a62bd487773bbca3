import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import * as v from 'valibot';
import kept from '#fixtures/validated/archived.report.json';
import { ValidationReportSchema, type SignatureReport } from '#lib/protocol/validation-report.ts';
import { show } from '#lib/ui/testing/show.ts';
import ReportView from './ReportView.svelte';

const report = v.parse(ValidationReportSchema, kept);

/** Two timestamps of one authority within a second say the same words. */
function stampedTwice(signature: SignatureReport): SignatureReport {
  const { time } = signature;
  return { ...signature, time: { ...time, timestamps: time.timestamps.flatMap((at) => [at, at]) } };
}

test('shows timestamps of the same second, and fields of the same name', async () => {
  const [first] = report.signatures;
  if (!first) throw new Error('The kept report has a signature');
  expect(first.time.timestamps).not.toHaveLength(0);
  const signatures = [stampedTwice(first), stampedTwice(first)];
  await show(ReportView, { report: { ...report, signatures } });
  await expect.element(page.getByRole('article')).toHaveLength(2);
  const { length: count, 0: stamp } = first.time.timestamps;
  const [article] = document.querySelectorAll('article');
  const told = article?.textContent.split(stamp?.authority ?? '') ?? [];
  expect(told.length).toBeGreaterThan(2 * count);
});
