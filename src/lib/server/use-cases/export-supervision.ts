import type { Person } from '#lib/domain/access.ts';
import type { RateLine, SupervisionExport, SupervisionReport } from '#lib/protocol/supervision.ts';
import type { Context } from '../context.ts';
import { supervisionCsv } from '../exports/supervision-csv.ts';
import { supervisionXlsx } from '../exports/supervision-xlsx.ts';
import { readSupervision } from './read-supervision.ts';
import { requirePermission } from './require-permission.ts';

export type ExportFile = { fileName: string; contentType: string; bytes: Uint8Array };

/** The table of the dashboard as a file; who took which figures out is written down. */
export async function exportSupervision(
  context: Context,
  person: Person | null,
  query: SupervisionExport,
): Promise<ExportFile> {
  requirePermission(person, 'supervision.export');
  const report = await readSupervision(context, person, query);
  const lines = linesBy(report)[query.by];
  const table = { report, lines, by: query.by };
  const name = `so-hoa-${query.by}-${report.year}-${report.countedAt.slice(0, 10)}`;
  const file =
    query.format === 'csv'
      ? {
          fileName: `${name}.csv`,
          contentType: 'text/csv; charset=utf-8',
          bytes: supervisionCsv(table),
        }
      : {
          fileName: `${name}.xlsx`,
          contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          bytes: await supervisionXlsx(table),
        };
  const at = context.now();
  await context.transaction((stores) =>
    stores.audit.append({
      at,
      action: 'supervision.exported',
      actorId: person.id,
      actorName: person.name,
      subjectKind: 'supervision',
      subjectId: report.orgUnitId,
      details: { format: query.format, by: query.by, year: report.year },
    }),
  );
  return file;
}

function linesBy(report: SupervisionReport): Record<SupervisionExport['by'], RateLine[]> {
  return { unit: report.byUnit, level: report.byLevel, procedure: report.byProcedure };
}
