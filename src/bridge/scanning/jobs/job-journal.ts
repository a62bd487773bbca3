import { open, readFile, type FileHandle } from 'node:fs/promises';
import * as v from 'valibot';
import { ScanJobSchema, ScannedPageSchema } from '#lib/protocol/scanning.ts';
import { diskErrorOf } from './write-page.ts';

/** Within the folder of a job. */
export const journalName = 'journal.jsonl';

const { id, scannerId, scannerName, settings, startedAt, state, problem } = ScanJobSchema.entries;

const OpeningSchema = v.object({
  line: v.literal('job'),
  /** Of the page that started it. */
  origin: v.string(),
  job: v.object({ id, scannerId, scannerName, settings, startedAt }),
});
const EndingSchema = v.object({ line: v.literal('ended'), at: v.string(), state, problem });
const LineSchema = v.variant('line', [
  OpeningSchema,
  v.object({ line: v.literal('page'), page: ScannedPageSchema }),
  v.object({ line: v.literal('kept'), pageIds: v.array(v.string()) }),
  EndingSchema,
]);
export type JournalLine = v.InferOutput<typeof LineSchema>;
export type JobOpening = v.InferOutput<typeof OpeningSchema>;
export type JobEnding = v.InferOutput<typeof EndingSchema>;

/** The append-only record of one scan job; a line that was added has reached the disk. */
export class JobJournal {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<JobJournal> {
    return new JobJournal(await open(path, 'a', 0o600));
  }

  async append(line: JournalLine): Promise<void> {
    try {
      // The line break stands first, so that a line torn by a full disk spoils only itself.
      await this.#file.appendFile(`\n${JSON.stringify(line)}`);
      await this.#file.datasync();
    } catch (error) {
      throw diskErrorOf(error);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** The lines that are whole: a power cut may have torn one. Empty without a journal. */
export async function readJournal(path: string): Promise<JournalLine[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const parsed = v.safeParse(LineSchema, parseLine(line));
    return parsed.success ? [parsed.output] : [];
  });
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
