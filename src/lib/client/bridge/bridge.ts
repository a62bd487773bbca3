import type { AppError } from '#lib/domain/app-error.ts';
import type {
  AuditAnswer,
  CertificateInfo,
  ProvidersAnswer,
  SignBatchRequest,
  SignEvent,
  TokenEvent,
} from '#lib/protocol/bridge.ts';
import type {
  AddScanner,
  ScanEvent,
  ScanJob,
  ScannedPage,
  Scanner,
  ScannersAnswer,
  StartScan,
} from '#lib/protocol/scanning.ts';

/** What the page knows about the bridge on this PC; every state but `ready` says what to do. */
export type BridgeStatus =
  /** `instanceKey`: the bridge's own, SPKI base64; the `audience` of manifests for it. */
  | { state: 'ready'; userName: string; pairedAt: string; instanceKey?: string }
  | {
      state: 'not-running' | 'permission-denied' | 'permission-prompt' | 'not-paired' | 'untrusted';
      /** Code for message and remedy. */
      problem: AppError;
      /** This browser was paired with a bridge before, so one is installed on this PC. */
      wasPaired?: boolean;
    };

export type UnreadyStatus = Exclude<BridgeStatus, { state: 'ready' }>;

export type ProbeOptions = {
  /** From a click: the browser may ask for its permission to reach programs on this PC. */
  mayAsk?: boolean;
  /** The server's current manifest key, SPKI base64; a pairing made with another one is stale. */
  serverKey?: string;
};

/**
 * The signing bridge as pages use it. Failures are AppErrors with the codes of the bridge
 * (`BRIDGE_…`, `MANIFEST_INVALID`, `PIN_…`, `TOKEN_…`).
 */
export interface Bridge {
  probe(options?: ProbeOptions): Promise<BridgeStatus>;
  /**
   * Gives `onCode` the six digits to compare and resolves once the person accepted them on this PC.
   * From a click. Throws BRIDGE_PAIRING_REFUSED.
   */
  pair(userName: string, serverKey: string, onCode: (code: string) => void): Promise<void>;
  /** Forgets the pairing on both sides. */
  unpair(): Promise<void>;
  certificates(): Promise<CertificateInfo[]>;
  /**
   * Signs one batch and tells each result as it comes; ends with `done` or `stopped`. Aborting the
   * signal stops before the next document; what was signed until then still comes.
   */
  signBatch(
    request: SignBatchRequest,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<SignEvent>;
  /** All events of a batch of the last ten minutes from its first, then the rest. */
  resume(batchId: string): AsyncIterable<SignEvent>;
  cancel(batchId: string): Promise<void>;
}

/** What the token panel shows of this PC beyond signing. */
export interface BridgeObserver {
  /**
   * The tokens as they are, then every change, until the signal is aborted or newer pages of this
   * browser listen. Throws BRIDGE_NOT_RUNNING when the connection is lost: listen again.
   */
  tokenEvents(options?: { signal?: AbortSignal }): AsyncIterable<TokenEvent>;
  providers(): Promise<ProvidersAnswer>;
  /** This page's entries of the log on this PC, from an instant on, oldest first. */
  auditEntries(since?: Date): Promise<AuditAnswer>;
}

/** What pages ask of VGCA Sign Service beside batches. From a click: it opens its own window. */
export interface VgcaBridge {
  /** Reads which certificate it signs with; remembered by the bridge. Throws VGCA_…, BRIDGE_BUSY. */
  vgcaCertificate(): Promise<CertificateInfo>;
  /**
   * Has it sign one whole document, as our server ordered it; resolves when it has sent the document,
   * with the hash of the entry in the log on this PC.
   */
  signWithVgca(order: string): Promise<string>;
}

/**
 * Scanning on this PC and its network. Failures are AppErrors with the codes `SCANNER_…`, `SCAN_…`
 * and `BRIDGE_…`.
 */
export interface ScanningBridge {
  /** What is known and was found before; answers at once, apart from scanners that are asked how they are. */
  scanners(): Promise<ScannersAnswer>;
  /** Looks around anew; takes some seconds. */
  searchScanners(): Promise<ScannersAnswer>;
  /** Tries an address that a person typed and keeps it. */
  addScanner(asked: AddScanner): Promise<Scanner>;
  forgetScanner(scannerId: string): Promise<void>;
  /** The same `jobId` again answers the job that runs already. */
  startScan(asked: StartScan): Promise<ScanJob>;
  /** Jobs of this origin whose pages are not all kept yet, oldest first. */
  scanJobs(): Promise<ScanJob[]>;
  /**
   * Pages from number `from` on, those on disk first; ends after `ended`. Throws BRIDGE_NOT_RUNNING
   * when the connection is lost: follow again from the page after the last one.
   */
  scanEvents(
    jobId: string,
    options?: { from?: number; signal?: AbortSignal },
  ): AsyncIterable<ScanEvent>;
  /** The page's bytes, held against its SHA-256. Throws PAGE_DATA_LOST. */
  scannedPage(jobId: string, page: ScannedPage): Promise<Blob>;
  /** Stops the device; pages so far stay. */
  cancelScan(jobId: string): Promise<void>;
  /** Once the browser has them in its own store: they may be erased on the bridge's side. */
  keepPages(jobId: string, pageIds: readonly string[]): Promise<void>;
}
