import type { BridgeObserver, VgcaBridge } from '#lib/client/bridge/bridge.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { ProvidersAnswer } from '#lib/protocol/bridge.ts';

export type VgcaObserver = VgcaBridge & Pick<BridgeObserver, 'providers'>;

/** VGCA Sign Service on this PC as the signing screens show it. */
export class VgcaSource {
  /** `absent`: does not answer, or is switched off. */
  state: 'absent' | 'running' | 'asking' = $state('absent');
  /** False: this version signs whole documents only; null: not tried yet. */
  signsHashes: boolean | null = $state(null);
  problem: KeptProblem | null = $state.raw(null);
  readonly #bridge: VgcaObserver;

  constructor(bridge: VgcaObserver) {
    this.#bridge = bridge;
  }

  /** Without opening any window. */
  async look(): Promise<void> {
    if (this.state === 'asking') return;
    await this.#attempt(async () => this.#take(await this.#bridge.providers()));
  }

  /** From a click: the service may show its window and ask for the PIN. Whether it told. */
  async readCertificate(): Promise<boolean> {
    this.state = 'asking';
    this.problem = null;
    const hasTold = await this.#attempt(async () => void (await this.#bridge.vgcaCertificate()));
    this.state = 'running';
    const { problem } = this;
    await this.look();
    this.problem = problem;
    return hasTold;
  }

  #take({ providers }: ProvidersAnswer): void {
    const module = providers.find(({ id }) => id === 'vgca')?.modules[0];
    this.state = module?.problem === null ? 'running' : 'absent';
    this.signsHashes = module?.signsHashes ?? null;
  }

  async #attempt(deed: () => Promise<void>): Promise<boolean> {
    try {
      await deed();
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.problem = { code: error.code, details: error.details };
      return false;
    }
  }
}
