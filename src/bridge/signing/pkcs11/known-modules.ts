/**
 * PKCS#11 modules that Vietnamese certificate services hand out with their tokens, then OpenSC for
 * cards without a driver of their own. Data only: add a line to support another token, or name its
 * module in BRIDGE_PKCS11_MODULES. Only OpenSC of this list was tried with the bridge. Government tokens are SafeNet and Bit4id; the other names are
 * the file names of the commercial services' drivers.
 */
const windowsModules = [
  'eTPKCS11.dll',
  'IDPrimePKCS1164.dll',
  'bit4xpki.dll',
  'viettel-ca_v6.dll',
  'viettel-ca_v5.dll',
  'viettel-ca_v4.dll',
  'vnptca_p11_v8.dll',
  'vnptca_p11_v10.dll',
  'vnpt-ca_csp11.dll',
  'vnpt-ca_cl_v1.dll',
  'fpt-ca.dll',
  'fpt-ca_v4.dll',
  'fpt-ca_v5.dll',
  'fca_v1.dll',
  'BkavCA.dll',
  'BkavCAv2S.dll',
  'ncca_csp11_v1.dll',
  'CA2_csp11.dll',
  'CA2_v34.dll',
  'Safe-ca_v2.dll',
  'efy-ca_v1.dll',
  'vina-ca_v5.dll',
  'newca_v4.dll',
  'misaca_csp11_v2.dll',
  'eps2003csp11v2.dll',
  'eps2003csp11.dll',
  'st3csp11.dll',
];

export const knownModules: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/lib/libeTPkcs11.so',
    '/usr/lib/libIDPrimePKCS11.so',
    '/usr/lib/x86_64-linux-gnu/libeTPkcs11.so',
    '/usr/lib/libbit4xpki.so',
    '/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so',
    '/usr/lib64/opensc-pkcs11.so',
    '/usr/lib/opensc-pkcs11.so',
  ],
  darwin: [
    '/usr/local/lib/libeTPkcs11.dylib',
    '/usr/local/lib/libIDPrimePKCS11.dylib',
    '/usr/local/lib/libbit4xpki.dylib',
    '/Library/OpenSC/lib/opensc-pkcs11.so',
  ],
  win32: [
    ...windowsModules.map((name) => `C:\\Windows\\System32\\${name}`),
    'C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll',
  ],
};
