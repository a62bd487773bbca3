import { tableRows, type Cell, type SupervisionTable } from './supervision-table.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** RFC 4180 with a byte order mark, without which spreadsheet programs misread Vietnamese. */
export function supervisionCsv(table: SupervisionTable): Uint8Array {
  const { header, rows } = tableRows(table);
  const lines = [header, ...rows].map((row) => row.map(field).join(','));
  return new TextEncoder().encode(`${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`);
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  // A leading = + - @ would be run as a formula.
  const text = /^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
