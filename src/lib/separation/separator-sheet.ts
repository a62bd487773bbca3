/** What the QR of a separator sheet says. */
export type SeparatorSheet = {
  /** Of the documents that follow, where the sheet was printed for one procedure. */
  procedureId: string | null;
};

/** The text of the QR: `TSH-SEP/1`, or `TSH-SEP/1?procedure=<id>`. */
export function separatorText(procedureId: string | null = null): string {
  const query =
    procedureId === null ? '' : `?${new URLSearchParams({ procedure: procedureId }).toString()}`;
  return `TSH-SEP/1${query}`;
}

/** `null`: not a separator sheet of ours. Sheets of later versions separate as well. */
export function readSeparator(text: string): SeparatorSheet | null {
  const match = /^TSH-SEP\/\d{1,3}(?:\?(.{0,500}))?$/u.exec(text.trim());
  return match && { procedureId: new URLSearchParams(match[1] ?? '').get('procedure') };
}
