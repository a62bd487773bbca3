export type YesNoQuestion = { title: string; text: string; accept: string; refuse: string };
/** `prompt`: the words above the field of the PIN; `label`: those beside it, where only a few fit. */
export type SecretQuestion = YesNoQuestion & { prompt: string; label: string };

/** An unanswered dialog closes by itself, so that the bridge is not busy for ever. */
export const unansweredSeconds = 300;

/**
 * A program of the desktop that asks one question in one window: a process of its own, so that it
 * may hang or crash without the bridge. Throws USER_CANCELLED when the question was withdrawn,
 * BRIDGE_NO_DIALOG when it cannot ask here.
 */
export interface DialogProgram {
  readonly name: string;
  /** Whether this much text can be shown. */
  fits(text: string): boolean;
  /** False when it was refused, closed or left unanswered. */
  askYesNo(question: YesNoQuestion, signal: AbortSignal): Promise<boolean>;
  /** What was typed, which the caller wipes; `null` when it was refused, closed or left unanswered. */
  askSecret(question: SecretQuestion, signal: AbortSignal): Promise<Buffer | null>;
}
