import { equalBytes } from '../bytes.ts';
import type { DerNode } from '../der/der-reader.ts';
import { constructedContext, primitiveContext } from '../der/tags.ts';
import { isSameName, readName, type NameStructure } from './distinguished-name.ts';

/** GeneralName (RFC 5280 §4.2.1.6), as far as names of this kind are compared here. */
export type GeneralName =
  | { kind: 'email' | 'dns' | 'uri'; value: string }
  | { kind: 'directory'; value: NameStructure }
  /** 4 or 16 octets; with its mask 8 or 32 in a name constraint. */
  | { kind: 'ip'; value: Uint8Array }
  /** otherName, x400Address, ediPartyName and registeredID: `form` is the tag number. */
  | { kind: 'other'; form: number; der: Uint8Array };

export type GeneralNameKind = GeneralName['kind'];

/** From `GeneralNames`, under whatever tag it stands. */
export function readGeneralNames(node: DerNode | undefined): GeneralName[] {
  return node ? node.children.map(readGeneralName) : [];
}

export function readGeneralName(node: DerNode): GeneralName {
  switch (node.tag) {
    case primitiveContext(1):
      return { kind: 'email', value: asciiText(node) };
    case primitiveContext(2):
      return { kind: 'dns', value: asciiText(node) };
    case primitiveContext(6):
      return { kind: 'uri', value: asciiText(node) };
    case primitiveContext(7):
      return { kind: 'ip', value: node.contents };
    case constructedContext(4):
      return { kind: 'directory', value: readName(node.child(0)) };
    default:
      return { kind: 'other', form: node.tag & 0x1f, der: node.bytes };
  }
}

/** The same name in the same form: how a CRL's distribution point is matched (RFC 5280 §6.3.3). */
export function isSameGeneralName(a: GeneralName, b: GeneralName): boolean {
  switch (a.kind) {
    case 'directory':
      return b.kind === a.kind && isSameName(a.value, b.value);
    case 'ip':
      return b.kind === a.kind && equalBytes(a.value, b.value);
    case 'other':
      return b.kind === a.kind && equalBytes(a.der, b.der);
    default:
      return b.kind === a.kind && a.value === b.value;
  }
}

/** IA5String; octets above 127 are not its own, but one character each all the same. */
function asciiText(node: DerNode): string {
  return new TextDecoder('latin1').decode(node.contents);
}
