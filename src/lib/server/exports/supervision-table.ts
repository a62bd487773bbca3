import type { RateLine, SupervisionExport, SupervisionReport } from '#lib/protocol/supervision.ts';

export type SupervisionTable = {
  report: SupervisionReport;
  lines: RateLine[];
  by: SupervisionExport['by'];
};

/** The report goes to the province: it is in Vietnamese whatever the language of the screen. */
export const labels = {
  country: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  motto: 'Độc lập - Tự do - Hạnh phúc',
  title: 'KẾT QUẢ SỐ HÓA KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH',
  subtitle: (year: number, day: string) => `Chỉ tiêu năm ${year}; số liệu tính đến ngày ${day}`,
  total: 'Tổng cộng',
  sheet: 'Số hóa',
} as const;

const firstColumns = {
  unit: { name: 'Đơn vị', group: 'Cấp hành chính' },
  level: { name: 'Cấp hành chính', group: null },
  procedure: { name: 'Thủ tục hành chính', group: 'Lĩnh vực' },
} as const satisfies Record<SupervisionExport['by'], { name: string; group: string | null }>;

export type Cell = string | number | null;

/** Header and body, the same for every format; percentages are numbers from 0 to 100. */
export function tableRows(table: SupervisionTable): { header: string[]; rows: Cell[][] } {
  const { name, group } = firstColumns[table.by];
  const hasCode = table.by === 'procedure';
  const header = [
    'STT',
    ...(hasCode ? ['Mã TTHC'] : []),
    name,
    ...(group === null ? [] : [group]),
    'Phải số hóa',
    'Đã số hóa',
    'Còn lại',
    'Miễn số hóa',
    'Tỷ lệ (%)',
    'Chỉ tiêu (%)',
    'Cần thêm để đạt',
  ];
  const cells = (line: RateLine, ordinal: number | null, title: string): Cell[] => [
    ordinal,
    ...(hasCode ? [line.code ?? ''] : []),
    title,
    ...(group === null ? [] : [line.group]),
    line.due + line.digitized,
    line.digitized,
    line.due,
    line.exempt,
    rounded(line.rate),
    rounded(line.targetPercent),
    line.remaining,
  ];
  const rows = table.lines.map((line, index) =>
    cells(line, index + 1, `${'    '.repeat(line.depth)}${line.name}`),
  );
  return { header, rows: [...rows, cells(table.report.total, null, labels.total)] };
}

/** `2026-11-22T…` → `22/11/2026` in Viet Nam. */
export function dayOf(instant: string): string {
  return new Date(instant).toLocaleDateString('vi-VN', {
    timeZone: 'Asia/Ho_Chi_Minh',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
}

const rounded = (percent: number | null): number | null =>
  percent === null ? null : Math.round(percent * 100) / 100;
