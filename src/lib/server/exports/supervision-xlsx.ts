import writeXlsxFile, { type Row } from 'write-excel-file/node';
import { dayOf, labels, tableRows, type Cell, type SupervisionTable } from './supervision-table.ts';

/** One sheet with the national title above the table, as reports to the province carry it. */
export async function supervisionXlsx(table: SupervisionTable): Promise<Uint8Array> {
  const { header, rows } = tableRows(table);
  const width = header.length;
  const centred = (text: string): Row => [
    { value: text, columnSpan: width, align: 'center', fontWeight: 'bold' },
  ];
  const { report } = table;
  const sheet: Row[] = [
    centred(labels.country),
    centred(labels.motto),
    [],
    centred(labels.title),
    [
      {
        value: `${report.orgUnitName} – ${labels.subtitle(report.year, dayOf(report.countedAt))}`,
        columnSpan: width,
        align: 'center',
      },
    ],
    [],
    header.map((value) => ({
      value,
      fontWeight: 'bold',
      align: 'center',
      alignVertical: 'center',
      wrap: true,
      borderStyle: 'thin',
      backgroundColor: '#EEF2F7',
    })),
    ...rows.map((row, index) => row.map((cell) => bodyCell(cell, index === rows.length - 1))),
  ];
  const columns = header.map((title, index) => ({ width: columnWidth(title, index) }));
  const file = writeXlsxFile(
    sheet,
    { sheet: labels.sheet, columns, orientation: 'landscape' },
    { fontFamily: 'Times New Roman', fontSize: 12 },
  );
  return new Uint8Array(await file.toBuffer());
}

function bodyCell(cell: Cell, isTotal: boolean): Row[number] {
  if (cell === null) return { value: '', borderStyle: 'thin' };
  return {
    value: cell,
    borderStyle: 'thin',
    wrap: typeof cell === 'string',
    ...(isTotal ? { fontWeight: 'bold' as const } : {}),
    ...(typeof cell === 'number' && !Number.isInteger(cell) ? { format: '0.00' } : {}),
  };
}

function columnWidth(title: string, index: number): number {
  if (index === 0) return 6;
  return title === 'Đơn vị' || title === 'Thủ tục hành chính' ? 48 : 15;
}
