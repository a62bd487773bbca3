/** What shows later that chains were in force: the contents of a document security store. DER. */
export type ValidationData = {
  certificates: readonly Uint8Array[];
  crls: readonly Uint8Array[];
  ocspResponses: readonly Uint8Array[];
};
