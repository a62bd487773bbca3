/** What a verdict insists on beyond sound cryptography and an unchanged document. */
export type ValidationPolicy = {
  /** `required`: while nobody says whether the signer was revoked, the verdict stays open. */
  revocation: 'required' | 'if-available';
  /** `proven`: only a timestamp shows that a signature is older than the end of its certificate. */
  signingTime: 'proven' | 'claimed';
  /** `reliable`: SHA-1 and short keys need proof of a time when they were still good. */
  algorithms: 'reliable' | 'any';
};

/** ETSI EN 319 102-1 as it stands: what an expert is shown. */
export const expertPolicy: ValidationPolicy = {
  revocation: 'required',
  signingTime: 'proven',
  algorithms: 'reliable',
};

/**
 * What the repository asks of results, also of those signed years ago without timestamp: intact,
 * from a trusted authority, in force when the signer says that he signed, not known to be revoked.
 */
export const repositoryPolicy: ValidationPolicy = {
  revocation: 'if-available',
  signingTime: 'claimed',
  algorithms: 'any',
};
