import type { AppError, ErrorCode } from '#lib/domain/app-error.ts';
import type { TrustSettings } from '#lib/protocol/trust-anchors.ts';
import type { ValidationReport } from '#lib/protocol/validation-report.ts';

export type ValidationStage = 'reading' | 'asking' | 'verifying';

export type ValidationRequest = {
  file: Blob;
  trust: TrustSettings;
  /** The instant of the verdict. */
  at: Date;
};

export type ValidationAnswer =
  | { kind: 'stage'; stage: ValidationStage }
  | { kind: 'report'; report: ValidationReport }
  | { kind: 'problem'; code: ErrorCode; details: AppError['details'] }
  /** What went wrong inside, for the log. */
  | { kind: 'bug'; message: string };
