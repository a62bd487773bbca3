/** A process of its own that reads one page after the other; its CPU time is that of reading. */
import { NodeRecognition } from '../../benchmarks/node-recognition.ts';
import { readSamplePages } from '../../benchmarks/sample-pages.ts';
import type { PageReading, PageTask } from './page-reading.ts';

const engine = await NodeRecognition.start();

process.on('message', (task: PageTask) => {
  read(task).then(
    (reading) => process.send?.({ reading }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});

async function read({ path, dpiHint }: PageTask): Promise<PageReading> {
  const [page] = await readSamplePages(path);
  if (!page) throw new Error('The file holds no page');
  const before = process.cpuUsage();
  const read = await engine.read({ ...page, dpiHint });
  const used = process.cpuUsage(before);
  return {
    layer: read.layer,
    rotation: read.frame.rotation,
    analysedRotation: read.analysis.frame.rotation,
    skewDegrees: read.frame.skewDegrees,
    isBlank: read.analysis.isBlank,
    warnings: read.analysis.warnings,
    cpuSeconds: (used.user + used.system) / 1e6,
  };
}
