/** One entry of the catalogue of administrative procedures (TTHC). */
export type Procedure = {
  id: string;
  /** National code such as `1.001029`; null when no verified source gives one. */
  code: string | null;
  name: string;
  /** Lĩnh vực. */
  field: string;
  /** Kind of paper that results: Giấy phép, Giấy chứng nhận … */
  resultKind: string;
};

/** One still-valid result due for digitization: the denominator. */
export type InventoryItem = {
  id: string;
  orgUnitId: string;
  procedureId: string;
  numberNotation: string;
  issuedOn: string;
  ownerName: string;
  ownerIdentifier: string;
  dossierCode: string;
  state: 'due' | 'digitized' | 'exempt';
};
