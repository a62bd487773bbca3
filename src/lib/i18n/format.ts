import type { Language } from './index.ts';

const ZONE = 'Asia/Ho_Chi_Minh';

/**
 * `2025-02-09` → `09/02/2025`, in both languages; of an instant the Vietnamese day. Anything else comes
 * back unchanged.
 */
export function formatDate(isoDate: string): string {
  if (/^\d{4}-\d{2}-\d{2}T/u.test(isoDate)) return formatInstant(isoDate).slice(0, 10);
  const match = /^(\d{4})-(\d{2})-(\d{2})/u.exec(isoDate);
  return match ? `${match[3]}/${match[2]}/${match[1]}` : isoDate;
}

/** Instant → `09/02/2025 14:05`, Vietnamese time. */
export function formatInstant(isoInstant: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(isoInstant));
  return parts.replace(',', '');
}

/** 12345.6 → `12.345,6` (vi) or `12,345.6` (en). */
export function formatNumber(value: number, language: Language, maximumFractionDigits = 1): string {
  return new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    maximumFractionDigits,
  }).format(value);
}

/** Share in percent, floored to one decimal so that 99.96 % never reads as reached. */
export function formatPercent(value: number | null, language: Language): string {
  return value === null ? '–' : `${formatNumber(Math.floor(value * 10) / 10, language)} %`;
}

/** 5 242 880 → `5 MB`. */
export function formatBytes(bytes: number, language: Language): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${formatNumber(bytes / 1024, language, 0)} kB`;
  return `${formatNumber(bytes / 1024 ** 2, language)} MB`;
}

/** Remaining time in words short enough for a status line: 75 → `1 phút 15 giây`. */
export function formatDuration(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const [minute, second] = language === 'vi' ? ['phút', 'giây'] : ['min', 's'];
  return minutes > 0 ? `${minutes} ${minute} ${whole % 60} ${second}` : `${whole} ${second}`;
}
