import type { Bridge, BridgeStatus } from '#lib/client/bridge/bridge.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import { inOrderOfUse, signerNameOf } from './certificate-choice.ts';
import type { Manifests } from './manifests.ts';
import type { ChosenCertificate } from './signing-source.ts';

export type ConnectionState = BridgeStatus['state'] | 'checking';

/** The signing program on this PC as the signing screen shows it: found, paired, certificates. */
export class BridgeConnection {
  state: ConnectionState = $state('checking');
  /** Why it is not ready, or why its certificates could not be read. */
  problem: KeptProblem | null = $state.raw(null);
  /** Six digits to compare while it is being paired. */
  pairingCode: string | null = $state(null);
  certificates: readonly CertificateInfo[] = $state.raw([]);
  #chosenSha256 = $state('');

  readonly #bridge: Bridge;
  readonly #manifests: Manifests;
  readonly #now: () => Date;
  readonly #fits: ((info: CertificateInfo) => boolean) | undefined;

  /** `fits`: whose certificates this screen is for; they are offered first. */
  constructor(
    bridge: Bridge,
    manifests: Manifests,
    now: () => Date,
    fits?: (info: CertificateInfo) => boolean,
  ) {
    this.#bridge = bridge;
    this.#manifests = manifests;
    this.#now = now;
    this.#fits = fits;
  }

  get isReady(): boolean {
    return this.state === 'ready' && this.chosen !== null;
  }

  /** The chosen certificate, else the first one in force. */
  get chosen(): ChosenCertificate | null {
    const info =
      this.certificates.find(({ certificateSha256 }) => certificateSha256 === this.#chosenSha256) ??
      this.certificates[0];
    return info ? { info, signerName: signerNameOf(info) } : null;
  }

  choose(certificateSha256: string): void {
    this.#chosenSha256 = certificateSha256;
  }

  /** `mayAsk`: from a click, so the browser may ask for its permission. */
  async check({ mayAsk = false } = {}): Promise<void> {
    this.state = 'checking';
    this.problem = null;
    await this.#attempt(async () => {
      const status = await this.#bridge.probe({ mayAsk, serverKey: await this.#manifests.key() });
      if (status.state !== 'ready') {
        this.state = status.state;
        this.problem = kept(status.problem);
        return;
      }
      await this.#readCertificates().finally(() => (this.state = 'ready'));
    });
  }

  /** Shows the six digits until the person accepted or refused them in the window of the bridge. */
  async pair(userName: string): Promise<void> {
    this.problem = null;
    await this.#attempt(async () => {
      const serverKey = await this.#manifests.key();
      await this.#bridge.pair(userName, serverKey, (code) => (this.pairingCode = code));
      await this.check({ mayAsk: true });
    });
    this.pairingCode = null;
  }

  async reloadCertificates(): Promise<void> {
    this.problem = null;
    await this.#attempt(() => this.#readCertificates());
  }

  async #readCertificates(): Promise<void> {
    this.certificates = inOrderOfUse(await this.#bridge.certificates(), this.#now(), this.#fits);
    if (this.certificates.length === 0) throw new AppError('NO_CERTIFICATE');
  }

  async #attempt(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.problem = kept(error);
      if (this.state === 'checking') this.state = 'not-running';
    }
  }
}

function kept(error: AppError): KeptProblem {
  return { code: error.code, details: error.details };
}
