import type { Bridge, BridgeObserver, BridgeStatus } from '#lib/client/bridge/bridge.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { CertificateInfo, TokenEvent, TokenState } from '#lib/protocol/bridge.ts';
import { inOrderOfUse, signerNameOf } from './certificate-choice.ts';
import { deviceCondition, type DeviceCondition } from './device-condition.ts';
import type { Manifests } from './manifests.ts';
import type { ChosenCertificate } from './signing-source.ts';

export type ConnectionState = BridgeStatus['state'] | 'checking';

/** Streams that end before they told anything are not opened for ever. */
const MAX_SILENT_STREAMS = 3;

/**
 * The signing program on this PC as the signing screens show it: found, paired, its tokens and
 * certificates. A bridge that is an observer too is followed: what is plugged in shows by itself.
 */
export class BridgeConnection {
  state: ConnectionState = $state('checking');
  /** Why it is not ready, or why its certificates could not be read. */
  problem: KeptProblem | null = $state.raw(null);
  /** Six digits to compare while it is being paired. */
  pairingCode: string | null = $state(null);
  certificates: readonly CertificateInfo[] = $state.raw([]);
  /** In their slots, as the program told last; null: it has told nothing. */
  tokens: readonly TokenState[] | null = $state.raw(null);
  /** Since when and for whom this browser is paired. */
  pairing: { userName: string; pairedAt: string } | null = $state.raw(null);
  #wasPaired = $state(false);
  #chosenSha256 = $state('');
  #silentStreams = 0;

  readonly #bridge: Bridge & Partial<BridgeObserver>;
  readonly #manifests: Manifests;
  readonly #now: () => Date;
  readonly #fits: ((info: CertificateInfo) => boolean) | undefined;

  /** `fits`: whose certificates this screen is for; they are offered first. */
  constructor(
    bridge: Bridge & Partial<BridgeObserver>,
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

  /** What a person has to know and do. */
  get condition(): DeviceCondition {
    return deviceCondition({
      state: this.state,
      problem: this.problem,
      wasPaired: this.#wasPaired,
      hasCertificate: this.certificates.length > 0,
      hasToken: this.tokens === null ? null : this.tokens.length > 0,
    });
  }

  /** The chosen certificate, else the first one in force. */
  get chosen(): ChosenCertificate | null {
    const info =
      this.certificates.find(({ certificateSha256 }) => certificateSha256 === this.#chosenSha256) ??
      this.certificates[0];
    return info ? { info, signerName: signerNameOf(info) } : null;
  }

  /** The token that holds the certificate, where the program told of one. */
  tokenOf({ tokenLabel }: CertificateInfo): TokenState | undefined {
    return this.tokens?.find(({ label }) => label === tokenLabel);
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
      this.#wasPaired = status.state === 'ready' || status.wasPaired === true;
      this.pairing = status.state === 'ready' ? status : null;
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

  /** Forgets the pairing on both sides; on this one also when the program does not answer. */
  async unpair(): Promise<void> {
    await this.#attempt(() => this.#bridge.unpair());
    await this.check();
  }

  async reloadCertificates(): Promise<void> {
    this.problem = null;
    await this.#attempt(() => this.#readCertificates());
  }

  /**
   * Hears of tokens that come and go, until the signal is aborted or newer pages of this browser
   * listen. A lost connection is looked into at once.
   */
  async follow(signal: AbortSignal): Promise<void> {
    if (!this.#bridge.tokenEvents || this.#silentStreams >= MAX_SILENT_STREAMS) return;
    this.#silentStreams += 1;
    try {
      for await (const event of this.#bridge.tokenEvents({ signal })) {
        this.#silentStreams = 0;
        await this.#hear(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof AppError)) throw error;
      await this.check();
    }
  }

  async #hear(event: TokenEvent): Promise<void> {
    switch (event.event) {
      case 'tokens':
        this.tokens = event.tokens;
        break;
      case 'inserted':
        this.tokens = [...this.#tokensBut(event.token), event.token];
        await this.reloadCertificates();
        break;
      case 'removed':
        this.tokens = this.#tokensBut(event.token);
        await this.reloadCertificates();
        break;
      case 'pin-state':
        this.tokens = [...this.#tokensBut(event.token), event.token];
        break;
      case 'alive':
      case 'superseded':
    }
  }

  #tokensBut({ module, label, serialNumber }: TokenState): TokenState[] {
    return (this.tokens ?? []).filter(
      (token) =>
        token.module !== module || token.label !== label || token.serialNumber !== serialNumber,
    );
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
