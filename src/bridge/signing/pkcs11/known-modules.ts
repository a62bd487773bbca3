/**
 * PKCS#11 modules that Vietnamese certificate services hand out with their tokens, then OpenSC for
 * cards without a driver of their own. Data only. Only OpenSC of this list was tried with the
 * bridge; the other names are the file names of the services' drivers.
 *
 * How to add a token that is not found:
 * 1. Find its PKCS#11 file: the token's own software names it in its settings ("PKCS#11",
 *    "Cryptoki"), or look in System32 (Windows) and /usr/lib (Linux) for a new .dll or .so.
 * 2. Try it without changing this file: BRIDGE_PKCS11_MODULES=<full path> npm run bridge
 * 3. `node src/bridge/main.ts --doctor` tells whether it fits this machine (32 or 64 bits), and which
 *    tokens and certificates it shows.
 * 4. Add the file name below, with its vendor. Vendors' own drivers stand before OpenSC: the first
 *    module that shows a certificate signs with it.
 */
export type KnownModule = {
  /** The token or the certificate service, as the doctor names it. */
  vendor: string;
  /** File name in System32. */
  windows?: string;
  /** Full paths; the ones that exist are used. */
  linux?: readonly string[];
  macos?: readonly string[];
};

const debianLibraries = '/usr/lib/x86_64-linux-gnu';

export const knownModules: readonly KnownModule[] = [
  // Tokens of the Government CA (Ban Cơ yếu Chính phủ): SafeNet and Bit4id.
  {
    vendor: 'SafeNet (Ban Cơ yếu Chính phủ)',
    windows: 'eTPKCS11.dll',
    linux: ['/usr/lib/libeTPkcs11.so', `${debianLibraries}/libeTPkcs11.so`],
    macos: ['/usr/local/lib/libeTPkcs11.dylib'],
  },
  {
    vendor: 'SafeNet IDPrime',
    windows: 'IDPrimePKCS1164.dll',
    linux: ['/usr/lib/libIDPrimePKCS11.so'],
    macos: ['/usr/local/lib/libIDPrimePKCS11.dylib'],
  },
  {
    vendor: 'Bit4id (Ban Cơ yếu Chính phủ)',
    windows: 'bit4xpki.dll',
    linux: ['/usr/lib/libbit4xpki.so'],
    macos: ['/usr/local/lib/libbit4xpki.dylib'],
  },
  { vendor: 'Viettel-CA', windows: 'viettel-ca_v6.dll' },
  { vendor: 'Viettel-CA', windows: 'viettel-ca_v5.dll' },
  { vendor: 'Viettel-CA', windows: 'viettel-ca_v4.dll' },
  { vendor: 'VNPT-CA', windows: 'vnptca_p11_v8.dll' },
  { vendor: 'VNPT-CA', windows: 'vnptca_p11_v10.dll' },
  { vendor: 'VNPT-CA', windows: 'vnpt-ca_csp11.dll' },
  { vendor: 'VNPT-CA', windows: 'vnpt-ca_cl_v1.dll' },
  { vendor: 'FPT-CA', windows: 'fpt-ca.dll' },
  { vendor: 'FPT-CA', windows: 'fpt-ca_v4.dll' },
  { vendor: 'FPT-CA', windows: 'fpt-ca_v5.dll' },
  { vendor: 'FPT-CA', windows: 'fca_v1.dll' },
  { vendor: 'BkavCA', windows: 'BkavCA.dll' },
  { vendor: 'BkavCA', windows: 'BkavCAv2S.dll' },
  { vendor: 'NCCA', windows: 'ncca_csp11_v1.dll' },
  { vendor: 'CA2', windows: 'CA2_csp11.dll' },
  { vendor: 'CA2', windows: 'CA2_v34.dll' },
  { vendor: 'Safe-CA', windows: 'Safe-ca_v2.dll' },
  { vendor: 'EFY-CA', windows: 'efy-ca_v1.dll' },
  { vendor: 'Vina-CA', windows: 'vina-ca_v5.dll' },
  { vendor: 'NewCA', windows: 'newca_v4.dll' },
  { vendor: 'MISA-CA', windows: 'misaca_csp11_v2.dll' },
  { vendor: 'Feitian ePass2003', windows: 'eps2003csp11v2.dll' },
  { vendor: 'Feitian ePass2003', windows: 'eps2003csp11.dll' },
  { vendor: 'SecureToken ST3', windows: 'st3csp11.dll' },
];

const openSc: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    `${debianLibraries}/opensc-pkcs11.so`,
    '/usr/lib64/opensc-pkcs11.so',
    '/usr/lib/opensc-pkcs11.so',
  ],
  darwin: ['/Library/OpenSC/lib/opensc-pkcs11.so'],
  win32: ['C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll'],
};

/** Where the known modules would be on this kind of system, in the order in which they are asked. */
export function knownModulePaths(platform: NodeJS.Platform): string[] {
  const ofVendors = knownModules.flatMap(({ windows, linux = [], macos = [] }) => {
    if (platform === 'win32') return windows ? [`C:\\Windows\\System32\\${windows}`] : [];
    if (platform === 'linux') return linux;
    return platform === 'darwin' ? macos : [];
  });
  return [...ofVendors, ...(openSc[platform] ?? [])];
}
