import { beforeAll, expect, test } from 'vitest';
import { attacks, createVictim, signedAt, victimField } from '#fixtures/attacks/attacks.ts';
import type { Victim } from '#fixtures/attacks/attacks.ts';
import { legitimateChanges } from '#fixtures/attacks/legitimate.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { SignatureReport } from '#lib/protocol/validation-report.ts';
import { repositoryPolicy, validateDocument } from './validate-document.ts';

let victim: Victim;

beforeAll(async () => {
  victim = await createVictim();
});

/** The report on the victim's signature; null when the file cannot be read or has lost it. */
async function reportOn(pdf: Uint8Array): Promise<SignatureReport | null> {
  try {
    const { signatures } = await validateDocument(pdf, {
      trustAnchors: [victim.trustAnchor],
      at: signedAt,
      policy: repositoryPolicy,
    });
    return signatures.find(({ fieldName }) => fieldName === victimField) ?? null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

test.each(attacks.map((attack) => [attack.name, attack] as const))(
  'fails, with the axis that shows it: %s',
  async (_, attack) => {
    const report = await reportOn(await attack.build(victim));

    if (attack.expected.foundBy === 'reading') expect(report).toBeNull();
    if (report === null) return;
    expect(report.indication).toBe('failed');
    if (attack.expected.foundBy === 'coverage') {
      expect(report).toMatchObject({
        coverage: { state: 'unknown' },
        subIndication: 'FORMAT_FAILURE',
      });
    }
    if (attack.expected.foundBy === 'signature') expect(report.integrity.state).toBe('broken');
    if (attack.expected.foundBy === 'changes') {
      expect(report).toMatchObject({
        integrity: { state: 'intact' },
        changes: { state: 'forbidden' },
        reasons: ['CHANGED_AFTER_SIGNING'],
      });
    }
  },
);

test.each(legitimateChanges.map((change) => [change.name, change] as const))(
  'passes: %s',
  async (_, change) => {
    expect(await reportOn(await change.build(victim))).toMatchObject({
      indication: 'passed',
      integrity: { state: 'intact' },
    });
  },
);
