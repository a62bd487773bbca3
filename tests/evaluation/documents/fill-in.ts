import { agencyWithPlace } from './agency-name.ts';
import type { DocumentPlan } from './document-plan.ts';
import { capitalize, longDate, shortDate } from './wording.ts';

/** Puts the values of a plan into a sentence; an unknown placeholder is a mistake in the wording. */
export function fillIn(text: string, plan: DocumentPlan): string {
  return text.replaceAll(/\{(\w+)\}/gu, (_, key: string) => {
    const value = values(plan)[key];
    if (value === undefined) throw new Error(`Nothing is known about {${key}}`);
    return value;
  });
}

function values(plan: DocumentPlan): Record<string, string> {
  const { owner, subject, agency, expiry } = plan;
  return {
    owner: owner.name,
    address: owner.address,
    identity: identity(plan),
    matter: subject.request.replaceAll('{owner}', owner.name),
    office: subject.office,
    agency: capitalize(agencyWithPlace(agency)),
    area: agency.area,
    scope: plan.scope === 'Toàn quốc' ? 'toàn quốc' : plan.scope.replace('Trên', 'trên'),
    dossier: plan.dossierCode,
    scopeIn:
      plan.scope === 'Toàn quốc' ? 'trong phạm vi toàn quốc' : plan.scope.replace('Trên', 'trên'),
    expiry: /^\d/u.test(expiry.value) ? longDate(expiry.value) : '',
    expiryShort: shortDate(expiry.value),
    years: String(expiry.years).padStart(2, '0'),
  };
}

/** `Mã số thuế: 0312…`; old papers of organisations name no number. */
export function identity({ owner }: DocumentPlan): string {
  if (owner.identifier === '') return 'đã đăng ký tại địa phương';
  const separator = owner.identifierLabel.endsWith('số') ? ' ' : ': ';
  return `${owner.identifierLabel}${separator}${owner.identifier}`;
}
