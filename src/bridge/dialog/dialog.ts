import type { CertificateInfo } from '#lib/protocol/bridge.ts';

export type PairingQuestion = { origin: string; userName: string; code: string };

/** All texts come from the manifest of our server and from the token, never from the page. */
export type ConsentQuestion = {
  origin: string;
  userName: string;
  certificate: Pick<
    CertificateInfo,
    'subject' | 'tokenLabel' | 'isDemo' | 'pinState' | 'asksPinEachTime'
  >;
  /** The token has its own keys for the PIN: only consent is asked here. */
  hasPinPad: boolean;
  /** A program with its own window for the PIN, such as VGCA Sign Service. */
  pinAskedBy?: string;
  documents: readonly { title: string; numberNotation: string; pageCount: number }[];
};

/** Asks the person at this PC. Every question can be withdrawn by its signal (USER_CANCELLED). */
export interface Dialog {
  /** How it asks, for those who look for what is wrong: `pinentry`, `terminal`, … */
  readonly name: string;
  /** Resolves when the six digits were accepted; throws BRIDGE_PAIRING_REFUSED. */
  confirmPairing(question: PairingQuestion, signal: AbortSignal): Promise<void>;
  /**
   * Consent to exactly this list, and its PIN. The caller wipes the PIN; `null` where the token has
   * its own PIN pad. Throws USER_CANCELLED.
   */
  askConsent(question: ConsentQuestion, signal: AbortSignal): Promise<Buffer | null>;
  /** Only one try is left: resolves when the person wants to risk it; throws PIN_FINAL_TRY. */
  confirmFinalTry(tokenLabel: string, signal: AbortSignal): Promise<void>;
}
