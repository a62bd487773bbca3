import type { Metadata, MetadataKey } from '#lib/domain/metadata.ts';
import { spelledAlike } from '../measure/spelling.ts';
import { agencyWithPlace } from './agency-name.ts';
import { abstractOf } from './compose.ts';
import { kindRules } from './document-kinds.ts';
import type { DocumentPlan } from './document-plan.ts';

export type TrueFields = {
  fields: Metadata;
  accepted: Partial<Record<MetadataKey, string[]>>;
  unreadable: MetadataKey[];
  ignored: MetadataKey[];
};

/** The metadata that stand on the paper; `text` is all of its true text. */
export function trueFields(plan: DocumentPlan, text: string): TrueFields {
  const { agency, signer, owner, kind } = plan;
  const rules = kindRules[kind];
  const ifPrinted = (value: string) =>
    spelledAlike(text).includes(spelledAlike(value)) ? value : '';
  const fields: Metadata = {
    paperTypeCode: rules.code,
    ownerIdentifier: rules.hasOwner ? ifPrinted(owner.identifier) : '',
    ownerName: rules.hasOwner ? ifPrinted(owner.name) : '',
    title: rules.title,
    numberNotation: plan.numberNotation,
    issuedOn: plan.issuedOn,
    issuingAgency: agency.name,
    abstract: abstractOf(plan),
    expiresOn: plan.expiry.value,
    scope: ifPrinted(plan.scope),
    dossierCode: ifPrinted(plan.dossierCode),
    signerName: signer.name,
    signerPosition: signer.position,
  };
  return {
    fields,
    accepted: {
      issuingAgency: [agencyWithPlace(agency)],
      ...(plan.layout.isTitleJoined ? joinedTitle(plan) : {}),
      ...(signer.authority === 'Q.' ? { signerPosition: [agency.head] } : {}),
    },
    unreadable: unreadable(plan),
    // Whom a proposal or an invitation concerns is not told by the paper alone.
    ignored: ['proposal', 'invitation'].includes(kind) ? ['ownerName', 'ownerIdentifier'] : [],
  };
}

/** Where title and matter stand in one line, either may be taken with the other. */
function joinedTitle(plan: DocumentPlan): TrueFields['accepted'] {
  const whole = `${kindRules[plan.kind].title} ${abstractOf(plan)}`;
  return { title: [whole], abstract: [whole] };
}

function unreadable(plan: DocumentPlan): MetadataKey[] {
  const keys: MetadataKey[] = [];
  if (plan.isHandwrittenNumber) keys.push('numberNotation');
  if (plan.isHandwrittenDate) {
    keys.push('issuedOn');
    if (plan.expiry.wording === 'years') keys.push('expiresOn');
  }
  return keys;
}
