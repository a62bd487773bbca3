const taxWeights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/** Ten digits with a check digit, or those of a branch: a hyphen and three more. */
export function isTaxCode(text: string): boolean {
  const digits = /^(\d{10})(?:-\d{3})?$/u.exec(text)?.[1];
  if (digits === undefined) return false;
  const sum = taxWeights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return 10 - (sum % 11) === Number(digits[9]);
}

/** Twelve digits: place of birth, century and sex, year, six of chance (TT 07/2016/TT-BCA). */
export function isCitizenNumber(text: string): boolean {
  return /^0\d{11}$/u.test(text);
}

export function isIdentityCardNumber(text: string): boolean {
  return /^\d{9}$/u.test(text);
}
