import type {
  Bridge,
  BridgeObserver,
  BridgeStatus,
  VgcaBridge,
} from '#lib/client/bridge/bridge.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { CertificateInfo, TokenEvent, TokenState } from '#lib/protocol/bridge.ts';
import { inOrderOfUse, signerNameOf } from './certificate-choice.ts';
import { deviceCondition, type DeviceCondition } from './device-condition.ts';
import type { Manifests } from './manifests.ts';
import type { RemoteSigning } from './remote-signing.ts';
import type { ChosenCertificate } from './signing-source.ts';
import { VgcaSource, type VgcaObserver } from './vgca-source.svelte.ts';

export type ConnectionState = BridgeStatus['state'] | 'checking';

/** A bridge that may tell more than signing needs. */
type ToldBridge = Bridge & Partial<BridgeObserver & VgcaBridge>;

/** Streams that end before they told anything are not opened for ever. */
const MAX_SILENT_STREAMS = 3;

/**
 * The signing program on this PC as the signing screens show it: found, paired, its tokens and
 * certificates, and beside it what a remote signing service keeps for this person. A bridge that is
 * an observer too is followed: what is plugged in shows by itself.
 */
export class BridgeConnection {
  state: ConnectionState = $state('checking');
  /** Why it is not ready, or why its certificates could not be read. */
  problem: KeptProblem | null = $state.raw(null);
  /** Six digits to compare while it is being paired. */
  pairingCode: string | null = $state(null);
  /** Why nothing came from the remote signing service. */
  remoteProblem: KeptProblem | null = $state.raw(null);
  /** null: this page does not ask for it. */
  readonly vgca: VgcaSource | null;
  /** In their slots, as the program told last; null: it has told nothing. */
  tokens: readonly TokenState[] | null = $state.raw(null);
  /** Since when and for whom this browser is paired. */
  pairing: { userName: string; pairedAt: string } | null = $state.raw(null);
  #own: readonly CertificateInfo[] = $state.raw([]);
  #remote: readonly CertificateInfo[] = $state.raw([]);
  #isRemoteRead = false;
  #wasPaired = $state(false);
  #chosenSha256 = $state('');
  #silentStreams = 0;

  readonly #bridge: ToldBridge;
  readonly #manifests: Manifests;
  readonly #now: () => Date;
  readonly #fits: ((info: CertificateInfo) => boolean) | undefined;
  readonly #remoteSigning: RemoteSigning | undefined;

  /** `fits`: whose certificates this screen is for; they are offered first. */
  constructor(
    bridge: ToldBridge,
    manifests: Manifests,
    now: () => Date,
    fits?: (info: CertificateInfo) => boolean,
    remoteSigning?: RemoteSigning,
  ) {
    this.#bridge = bridge;
    this.#manifests = manifests;
    this.#now = now;
    this.#fits = fits;
    this.#remoteSigning = remoteSigning;
    this.vgca = asksVgca(bridge) ? new VgcaSource(bridge) : null;
  }

  /** From everywhere, those that this screen is for first; of this PC only while it is there. */
  get certificates(): readonly CertificateInfo[] {
    const isHere = this.state === 'ready' || this.state === 'checking';
    const all = [...(isHere ? this.#own : []), ...this.#remote];
    return inOrderOfUse(all, this.#now(), this.#fits);
  }

  /** Whether the chosen certificate can be asked to sign now; a remote one needs no bridge. */
  get isReady(): boolean {
    const provider = this.chosen?.info.provider;
    return provider === 'csc' || (provider !== undefined && this.state === 'ready');
  }

  /** What a person has to know and do. */
  get condition(): DeviceCondition {
    return deviceCondition({
      state: this.state,
      problem: this.problem,
      wasPaired: this.#wasPaired,
      hasCertificate: this.#own.length > 0,
      hasToken: this.tokens === null ? null : this.tokens.length > 0,
    });
  }

  /**
   * The chosen certificate; while nobody chose or signed, the first one in force. No other takes the
   * place of a chosen one that is gone: nobody signs with a certificate by accident.
   */
  get chosen(): ChosenCertificate | null {
    const sha256 = this.#chosenSha256;
    const info = sha256
      ? this.certificates.find(({ certificateSha256 }) => certificateSha256 === sha256)
      : this.certificates[0];
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
    const remoteRead = this.#isRemoteRead ? null : this.#readRemote();
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
    await remoteRead;
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
    await Promise.all([this.#attempt(() => this.#readCertificates()), this.#readRemote()]);
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
    this.#own = await this.#bridge.certificates();
    void this.vgca?.look();
    if (this.#own.length === 0) throw new AppError('NO_CERTIFICATE');
  }

  async #readRemote(): Promise<void> {
    if (!this.#remoteSigning) return;
    this.#isRemoteRead = true;
    try {
      this.#remote = (await this.#remoteSigning.certificates()).certificates;
      this.remoteProblem = null;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.remoteProblem = kept(error);
      this.#isRemoteRead = false;
    }
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

function asksVgca(bridge: ToldBridge): bridge is ToldBridge & VgcaObserver {
  return bridge.providers !== undefined && bridge.vgcaCertificate !== undefined;
}

function kept(error: AppError): KeptProblem {
  return { code: error.code, details: error.details };
}
