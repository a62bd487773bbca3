import { AppError } from '#lib/domain/app-error.ts';
import { concatBytes, equalBytes, toHex, type Bytes } from './bytes.ts';
import { DerError, readDer, type DerNode } from './der/der-reader.ts';
import {
  bmpString,
  explicit,
  implicit,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
} from './der/der-writer.ts';
import { oids } from './der/oids.ts';
import { constructedContext, primitiveContext, tags } from './der/tags.ts';
import { digest } from './digest.ts';
import { integrityCode } from './pkcs12/integrity-code.ts';
import { decryptWithPassword, encryptWithPassword } from './pkcs12/password-encryption.ts';
import { readDigestAlgorithm } from './signature-algorithm.ts';

/** What a PKCS#12 file keeps for one person. */
export type Pkcs12Contents = {
  privateKeyPkcs8: Uint8Array;
  /** DER as in the file; the certificate of the key first. */
  chain: Uint8Array[];
  friendlyName: string;
};

/** OpenSSL's own count for the integrity check; the key itself is under PBKDF2. */
const MAC_ITERATIONS = 2048;
const MAX_MAC_ITERATIONS = 1_000_000;

/**
 * RFC 7292 with PBES2 (AES-256-CBC, PBKDF2 HMAC-SHA-256) for key and certificates and a SHA-256
 * MAC, as OpenSSL 3 writes it.
 */
export async function writePkcs12(
  input: Pkcs12Contents & { password: string; random?: (length: number) => Uint8Array },
): Promise<Bytes> {
  const { password, chain, random = randomOctets } = input;
  const [leaf] = chain;
  if (!leaf) throw new RangeError('The certificate of the key is missing');
  const attributes = [
    attribute(oids.localKeyId, octetString(await digest('SHA-1', leaf))),
    attribute(oids.friendlyName, bmpString(input.friendlyName.normalize('NFC'))),
  ];
  const key = await encryptWithPassword(input.privateKeyPkcs8, password, random);
  const keyBag = bag(
    oids.shroudedKeyBag,
    sequence(key.algorithm, octetString(key.ciphertext)),
    attributes,
  );
  const certificateBags = chain.map((certificate, index) =>
    bag(
      oids.certBag,
      sequence(objectIdentifier(oids.x509Certificate), explicit(0, octetString(certificate))),
      index === 0 ? attributes : [],
    ),
  );
  const safe = sequence(
    await encryptedContent(sequence(...certificateBags), password, random),
    dataContent(sequence(keyBag)),
  );

  const salt = random(16);
  const mac = await integrityCode({
    hash: 'SHA-256',
    data: safe,
    password,
    salt,
    iterations: MAC_ITERATIONS,
  });
  const digestInfo = sequence(
    sequence(objectIdentifier(oids.sha256), nullValue()),
    octetString(mac),
  );
  return sequence(
    integer(3),
    dataContent(safe),
    sequence(digestInfo, octetString(salt), integer(MAC_ITERATIONS)),
  );
}

/**
 * Opens a PKCS#12 file with one key and its certificate. The old RC2 and 3DES ciphers are read
 * through a part that is loaded only then.
 *
 * Errors: `PIN_INCORRECT`; `FILE_TYPE_UNSUPPORTED` when it is no such file.
 */
export async function readPkcs12(file: Uint8Array, password: string): Promise<Pkcs12Contents> {
  try {
    return await readContents(file, password);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    throw new AppError('FILE_TYPE_UNSUPPORTED', { kind: 'PKCS#12' }, { cause: error });
  }
}

type Bag = { kind: 'key' | 'certificate'; value: Uint8Array; keyId: string; friendlyName: string };

async function readContents(file: Uint8Array, password: string): Promise<Pkcs12Contents> {
  const [, authSafe, macData] = readDer(file, 'ber').sequence();
  if (!authSafe || !macData) throw new DerError('No password protects this file');
  const safe = authSafe.child(1, constructedContext(0)).child(0).octetString();
  await assertPassword(macData, safe, password);

  const bags: Bag[] = [];
  for (const content of readDer(safe, 'ber').sequence()) {
    for (const node of readDer(await openContent(content, password), 'ber').sequence()) {
      const found = await readBag(node, password);
      if (found) bags.push(found);
    }
  }
  const key = bags.find((one) => one.kind === 'key');
  const certificates = bags.filter((one) => one.kind === 'certificate');
  const leaf = certificates.find((one) => one.keyId === key?.keyId) ?? certificates[0];
  if (!key || !leaf) throw new DerError('The key or its certificate is missing');
  return {
    privateKeyPkcs8: key.value,
    chain: [leaf, ...certificates.filter((one) => one !== leaf)].map((one) => one.value),
    friendlyName: key.friendlyName || leaf.friendlyName,
  };
}

async function assertPassword(macData: DerNode, safe: Uint8Array, password: string): Promise<void> {
  const [digestInfo, salt, iterationsNode] = macData.sequence();
  const hash = digestInfo && readDigestAlgorithm(digestInfo.child(0));
  const iterations = Number(iterationsNode?.integer() ?? 1n);
  if (!digestInfo || !salt || !hash || iterations < 1 || iterations > MAX_MAC_ITERATIONS) {
    throw new DerError('Unknown integrity check');
  }
  const expected = digestInfo.child(1).octetString();
  const input = { hash, data: safe, password, salt: salt.octetString(), iterations };
  if (!equalBytes(await integrityCode(input), expected)) throw new AppError('PIN_INCORRECT');
}

/** SafeContents of a ContentInfo that is plain or encrypted with the password. */
async function openContent(content: DerNode, password: string): Promise<Uint8Array> {
  const value = content.child(1, constructedContext(0)).child(0);
  if (content.child(0).oid() === oids.data) return value.octetString();
  if (content.child(0).oid() !== oids.encryptedData) throw new DerError('Unknown content');
  const encrypted = value.child(1, tags.sequence);
  return decryptWithPassword(encrypted.child(1), implicitOctets(encrypted.child(2)), password);
}

/** `[0] IMPLICIT OCTET STRING`, in one piece or, in BER, in several. */
function implicitOctets(node: DerNode): Uint8Array {
  if (node.tag === primitiveContext(0)) return node.contents;
  return concatBytes(
    ...node.expect(constructedContext(0)).children.map((part) => part.octetString()),
  );
}

async function readBag(node: DerNode, password: string): Promise<Bag | null> {
  const [type, wrapped, attributes] = node.sequence();
  const value = wrapped?.expect(constructedContext(0)).child(0);
  if (!type || !value) throw new DerError('A bag is empty');
  const values = new Map(
    attributes?.children.map((one) => [one.child(0).oid(), one.child(1).children[0]]),
  );
  const about = {
    keyId: toHex(values.get(oids.localKeyId)?.octetString() ?? new Uint8Array()),
    friendlyName: values.get(oids.friendlyName)?.text() ?? '',
  };
  switch (type.oid()) {
    case oids.keyBag:
      return { kind: 'key', value: value.bytes, ...about };
    case oids.shroudedKeyBag: {
      const encrypted = value.child(1).octetString();
      const key = await decryptWithPassword(value.child(0), encrypted, password);
      return { kind: 'key', value: key, ...about };
    }
    case oids.certBag: {
      if (value.child(0).oid() !== oids.x509Certificate) return null;
      const certificate = value.child(1, constructedContext(0)).child(0).octetString();
      return { kind: 'certificate', value: certificate, ...about };
    }
    default:
      return null;
  }
}

async function encryptedContent(
  data: Uint8Array,
  password: string,
  random: (length: number) => Uint8Array,
): Promise<Bytes> {
  const { algorithm, ciphertext } = await encryptWithPassword(data, password, random);
  const information = sequence(objectIdentifier(oids.data), algorithm, implicit(0, ciphertext));
  return sequence(
    objectIdentifier(oids.encryptedData),
    explicit(0, sequence(integer(0), information)),
  );
}

function dataContent(data: Uint8Array): Bytes {
  return sequence(objectIdentifier(oids.data), explicit(0, octetString(data)));
}

function bag(type: string, value: Uint8Array, attributes: readonly Uint8Array[]): Bytes {
  const described = attributes.length > 0 ? [setOf(...attributes)] : [];
  return sequence(objectIdentifier(type), explicit(0, value), ...described);
}

function attribute(type: string, value: Uint8Array): Bytes {
  return sequence(objectIdentifier(type), setOf(value));
}

function randomOctets(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
