import { attributeType, objectClass, type AttributeQuery, type Cryptoki } from './cryptoki.ts';
import { ulong } from './native-layout.ts';

/** Private keys, all or those with this id. */
export function privateKeyQuery(id: Buffer | null): AttributeQuery[] {
  const byClass = { type: attributeType.class, value: ulong(objectClass.privateKey) };
  return id ? [byClass, { type: attributeType.id, value: id }] : [byClass];
}

export function isTrue(cryptoki: Cryptoki, session: number, object: number, type: number): boolean {
  return cryptoki.attribute(session, object, type)?.[0] === 1;
}
