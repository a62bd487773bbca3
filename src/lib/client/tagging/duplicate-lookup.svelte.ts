import { SvelteMap } from 'svelte/reactivity';
import type { Duplicate } from './find-duplicates.ts';
import type { DuplicateSubject, KnownDuplicate, TaggingRepository } from './tagging-repository.ts';

const MOST_SUBJECTS = 500;

/** What the repository already has of the documents of a batch. Silent while the server is away: the commit checks again. */
export class DuplicateLookup {
  readonly #repository: TaggingRepository;
  readonly #found = new SvelteMap<string, readonly Duplicate[]>();
  #asked: Record<string, string> = {};
  #queue: Promise<void> = Promise.resolve();

  constructor(repository: TaggingRepository) {
    this.#repository = repository;
  }

  of(documentId: string): readonly Duplicate[] {
    return this.#found.get(documentId) ?? [];
  }

  /** Asks in one go about the subjects that changed since they were asked about. */
  look(subjects: readonly DuplicateSubject[]): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      const changed = subjects
        .filter((subject) => this.#asked[subject.documentId] !== JSON.stringify(subject))
        .slice(0, MOST_SUBJECTS);
      if (changed.length > 0) await this.#ask(changed);
    });
    return this.#queue;
  }

  async #ask(subjects: readonly DuplicateSubject[]): Promise<void> {
    const duplicates = await this.#repository.duplicates([...subjects]).catch(() => null);
    if (!duplicates) return;
    for (const subject of subjects) {
      this.#asked[subject.documentId] = JSON.stringify(subject);
      const own = duplicates.filter(({ documentId }) => documentId === subject.documentId);
      this.#found.set(subject.documentId, own.map(fromRepository));
    }
  }
}

function fromRepository({ reason, existing }: KnownDuplicate): Duplicate {
  return { where: 'repository', reason, existing };
}
