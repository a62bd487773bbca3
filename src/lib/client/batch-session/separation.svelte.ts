import { separateStack } from '#lib/client/batches/arrange-stack.ts';
import type { Arrangement } from '#lib/client/batches/arrangement.ts';
import type { BatchChange } from '#lib/client/batches/batch-store.ts';
import { countStack, type StackCount } from '#lib/separation/count-stack.ts';
import type { BoundaryProposal } from '#lib/separation/proposal.ts';
import type { ChangeLabel } from './batch-changes.svelte.ts';
import { noProposals, type Stack, StackEvidence } from './stack-evidence.ts';

export type SeparationTarget = Stack & {
  /** Writes a change that undo can take back. */
  record(label: ChangeLabel, change: (now: Arrangement) => BatchChange): Promise<void>;
};

/** Where the stack falls into documents: cuts where that is sure, proposes where it is likely. */
export class Separation {
  /** Cuts inside documents that the official may accept or dismiss, by the page they are before. */
  proposals = $state.raw<ReadonlyMap<string, BoundaryProposal>>(noProposals);
  readonly #target: SeparationTarget;
  readonly #evidence: StackEvidence;
  #pass: Promise<void> | null = null;
  #isDue = false;

  constructor(target: SeparationTarget) {
    this.#target = target;
    this.#evidence = new StackEvidence(target);
  }

  /** What is held against the paper. */
  get count(): StackCount {
    return countStack(
      this.#target
        .documents()
        .flatMap(({ id }) => this.#target.stackOf(id))
        .map((page) => ({
          ...(page.scan?.side && { side: page.scan.side }),
          isBlank: page.isBlank,
          isSeparator: page.isSeparator === true,
          isLeftOut: page.isLeftOut === true,
          isNoteTwin: page.scan?.noteTwinId !== undefined,
        })),
    );
  }

  /** Looks at the stack anew; safe to call after any change. */
  refresh(): Promise<void> {
    this.#isDue = true;
    this.#pass ??= this.#passUntilSettled().finally(() => (this.#pass = null));
    return this.#pass;
  }

  async #passUntilSettled(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      await this.#evidence.refresh();
      const separation = this.#evidence.sureSeparation();
      if (separation) {
        await this.#target.record('separateStack', (now) => separateStack(now, separation));
        this.#isDue = true;
      } else {
        this.proposals = this.#evidence.proposals();
      }
    }
  }
}
