const taxWeights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/** Ten digits with a check digit, or those of a branch: a hyphen and three more. */
export function isTaxCode(text: string): boolean {
  const digits = /^(\d{10})(?: ?- ?\d{3})?$/u.exec(text)?.[1];
  if (digits === undefined) return false;
  const sum = taxWeights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return 10 - (sum % 11) === Number(digits[9]);
}

/** Of the 63 provinces of 1999–2025 (TT 07/2016/TT-BCA PL I); the numbers between were never given. */
const provinces = new Set(
  (
    '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 ' +
    '036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 ' +
    '074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096'
  ).split(' '),
);

/**
 * Twelve digits: province of birth (or 1xx to 8xx for a country), century and sex (0, 1 for 19xx;
 * 2, 3 for 20xx), two of the year, six of chance (TT 07/2016/TT-BCA Đ4).
 */
export function isCitizenNumber(text: string): boolean {
  const [, century = '', year = ''] = /^[0-8]\d{2}(\d)(\d{2})\d{6}$/u.exec(text) ?? [];
  if (!/[0-3]/u.test(century)) return false;
  return !(/[23]/u.test(century) && Number(year) > 30);
}

/** Whether the first three digits were ever given to a province or a country. */
export function hasKnownBirthplace(citizenNumber: string): boolean {
  return provinces.has(citizenNumber.slice(0, 3)) || /^[1-8]/u.test(citizenNumber);
}

export function isIdentityCardNumber(text: string): boolean {
  return /^\d{9}$/u.test(text);
}
