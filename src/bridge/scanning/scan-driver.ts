import type { ErrorCode } from '#lib/domain/app-error.ts';
import type { ScanSettings, Scanner, ScannerDriverId } from '#lib/protocol/scanning.ts';

/** What a scanner says of itself. `address` is how it is kept: the same for every way to type it. */
export type ScannerFacts = Pick<
  Scanner,
  'name' | 'address' | 'sources' | 'colours' | 'resolutions'
>;

export type ScanOrder = { address: string; settings: ScanSettings };

/** Where a driver puts the pages, one by one. */
export interface PageReceiver {
  /** Pages of this job that are safe on the disk. */
  readonly pageCount: number;
  /** No further page is wanted. */
  readonly isEnough: boolean;
  /**
   * Resolves when the page is on the disk with its hash; only then the next may be asked for. Throws
   * SCANNER_TRANSFER_BROKEN for one that is not whole (nothing of it stays) and SCAN_DISK_FULL.
   */
  receive(content: AsyncIterable<Uint8Array>, about?: { fileName?: string }): Promise<void>;
  /** 0–1 of the page that is being scanned; `null` where the device does not tell. */
  progress(share: number | null): void;
  skip(fileName: string, code: ErrorCode): void;
}

/** One way to reach scanners. Every failure is an AppError with a code `SCANNER_…` or `SCAN_…`. */
export interface ScanDriver {
  readonly id: ScannerDriverId;
  /** Addresses of scanners that are found by asking around. Throws why nothing can be found. */
  search(signal: AbortSignal): Promise<string[]>;
  /** Asks the scanner at an address that a person typed or that was found. */
  examine(address: string, signal: AbortSignal): Promise<ScannerFacts>;
  /**
   * Gives page after page until the source is empty or the receiver has enough. Aborting the signal
   * stops the device; the driver then throws USER_CANCELLED, or returns where that is its usual end.
   */
  scan(order: ScanOrder, receiver: PageReceiver, signal: AbortSignal): Promise<void>;
}
