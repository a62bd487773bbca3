import type { ValidationReport } from '#lib/protocol/validation-report.ts';

/** Offers the report as a JSON file of this name. */
export function saveReport(report: ValidationReport, fileName: string): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads the file after the click has ended.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
