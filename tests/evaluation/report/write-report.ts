import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MeasuredDocument } from '../measure/measure-documents.ts';
import type { Summary } from '../measure/summary.ts';
import { pagePath } from '../reading/read-pages.ts';
import { cropOf, type CropRequest } from './crop-page.ts';
import { failuresOf, type Failure } from './failures.ts';
import { summaryLines } from './print-summary.ts';

/** Writes `index.html`, `failures.json` and a picture of each failure into `folder`. */
export async function writeReport(
  folder: string,
  documents: readonly MeasuredDocument[],
  summary: Summary,
): Promise<{ failures: number; path: string }> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'crops'), { recursive: true });
  const failures = documents.flatMap(failuresOf);
  for (const [i, failure] of failures.entries()) {
    const request = cropRequest(failure, documents);
    if (!request) continue;
    failure.crop = `crops/${i + 1}.jpg`;
    await writeFile(join(folder, failure.crop), await cropOf(request));
  }
  await writeFile(join(folder, 'failures.json'), JSON.stringify(failures, null, 1));
  const path = join(folder, 'index.html');
  await writeFile(path, page(failures, summary));
  return { failures: failures.length, path };
}

function cropRequest(failure: Failure, documents: readonly MeasuredDocument[]): CropRequest | null {
  const document = documents.find(({ truth }) => truth.id === failure.document);
  const page = document?.pages[failure.page];
  if (!document || !page) return null;
  return { path: pagePath(document.truth.part, page.truth), truth: page.truth, box: failure.box };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function page(failures: readonly Failure[], summary: Summary): string {
  const rows = failures.map(
    (
      failure,
      i,
    ) => `<tr class="${failure.isSure ? 'sure' : ''}" data-what="${escape(failure.what)}">
<td>${i + 1}</td><td><b>${escape(failure.what)}</b><br>${escape(failure.document)} p. ${failure.page + 1}<br><small>${escape(failure.circumstances)}</small></td>
<td>${failure.crop === undefined ? '' : `<img loading="lazy" src="${failure.crop}" alt="">`}</td>
<td><p>${escape(failure.wanted)}</p><p class="read">${escape(failure.read)}</p>${failure.confidence === null ? '' : `<small>${failure.confidence}</small>`}</td></tr>`,
  );
  const kinds = [...new Set(failures.map(({ what }) => what))].sort();
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Evaluation</title>
<style>body{font:14px/1.4 sans-serif;margin:1.5rem}table{border-collapse:collapse}td{border-top:1px solid #ccc;padding:.5rem;vertical-align:top}img{max-width:44rem;max-height:22rem;border:1px solid #eee}.read{color:#b00020}.sure{background:#fff3f3}pre{background:#f6f6f6;padding:1rem;overflow:auto}</style>
<h1>Evaluation</h1><pre>${escape(summaryLines(summary).join('\n'))}</pre>
<p>Truth above, reading below in red; what was shown as sure stands on red.</p>
<p><label>Show <select id="what"><option value="">everything</option>${kinds.map((kind) => `<option>${escape(kind)}</option>`).join('')}</select></label></p>
<table>${rows.join('\n')}</table>
<script>document.getElementById('what').onchange=(e)=>{for(const row of document.querySelectorAll('tr'))row.hidden=e.target.value!==''&&row.dataset.what!==e.target.value}</script></html>`;
}
