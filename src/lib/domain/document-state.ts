/** The life of one result document on the PC and on the server; `design.md`, "The life of one digitized result". */
export const documentStates = [
  'captured',
  'cleaned',
  'recognized',
  'tagged',
  'signed',
  'announced',
  'received',
  'stored',
] as const;
export type DocumentState = (typeof documentStates)[number];

export function isAtLeast(state: DocumentState, floor: DocumentState): boolean {
  return documentStates.indexOf(state) >= documentStates.indexOf(floor);
}

/** The three words a person sees once a document is on its way: chờ gửi · đã nhận · đã lưu vào kho. */
export const uploadStates = ['waiting', 'received', 'stored'] as const;
export type UploadState = (typeof uploadStates)[number];
