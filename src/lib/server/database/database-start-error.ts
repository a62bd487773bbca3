const messages = {
  'port-in-use': (facts: Facts) =>
    `Cổng ${facts.port ?? ''} của cơ sở dữ liệu đang được chương trình khác dùng. ` +
    'Hãy tắt chương trình đó hoặc chọn cổng khác rồi khởi động lại.',
  'disk-full': (facts: Facts) =>
    `Không đủ dung lượng đĩa cho cơ sở dữ liệu tại ${facts.folder ?? 'thư mục dữ liệu'}. ` +
    'Hãy giải phóng ít nhất 200 MB rồi khởi động lại.',
  'no-access': (facts: Facts) =>
    `Không có quyền đọc hoặc ghi thư mục dữ liệu ${facts.folder ?? ''}. ` +
    'Hãy kiểm tra quyền của thư mục hoặc chọn thư mục khác bằng DATA_DIR.',
  'programs-missing': () =>
    'Chưa có chương trình PostgreSQL cho máy này. Hãy chạy lại "npm install", ' +
    'hoặc đặt DATABASE_URL trỏ tới một PostgreSQL từ phiên bản 15.',
  'cannot-start': (facts: Facts) =>
    `Cơ sở dữ liệu không khởi động được. Dữ liệu được giữ nguyên; xem nhật ký tại ${facts.log ?? ''}.`,
} as const;

export type DatabaseStartReason = keyof typeof messages;
type Facts = { port?: number; folder?: string; log?: string };

/** The database cannot be started; the message says the remedy, in Vietnamese. */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError';
  readonly reason: DatabaseStartReason;

  constructor(reason: DatabaseStartReason, facts: Facts = {}, options?: ErrorOptions) {
    super(messages[reason](facts), options);
    this.reason = reason;
  }
}

/** Reads what PostgreSQL printed and names the cause a person can act on. */
export function explainLog(log: string, logPath: string): DatabaseStartError {
  const cause = new Error(log.trim().slice(-4000));
  if (/Address already in use/u.test(log))
    return new DatabaseStartError('port-in-use', {}, { cause });
  if (/No space left on device|Disk quota exceeded/u.test(log)) {
    return new DatabaseStartError('disk-full', {}, { cause });
  }
  if (/Permission denied|invalid permissions|wrong ownership/u.test(log)) {
    return new DatabaseStartError('no-access', {}, { cause });
  }
  return new DatabaseStartError('cannot-start', { log: logPath }, { cause });
}
