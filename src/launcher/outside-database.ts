import pg from 'pg';
import { StartProblem } from './report.ts';

const OLDEST_VERSION = 150_000;

/** The database that `DATABASE_URL` names answers and is new enough; otherwise says what to do. */
export async function requireDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  let version: number;
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(
      `SELECT current_setting('server_version_num') AS version`,
    );
    version = Number(rows[0]?.version);
  } catch (cause) {
    throw new StartProblem(
      `Không kết nối được cơ sở dữ liệu ở DATABASE_URL: ${explain(cause)}`,
      'Kiểm tra địa chỉ, tài khoản và máy chủ PostgreSQL; bỏ DATABASE_URL để dùng cơ sở dữ liệu đi kèm.',
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
  if (version >= OLDEST_VERSION) return;
  throw new StartProblem(
    `PostgreSQL ở DATABASE_URL quá cũ (${Math.floor(version / 10_000)}).`,
    'Nâng cấp lên PostgreSQL 15 trở lên, hoặc trỏ DATABASE_URL sang máy chủ khác.',
  );
}

function explain(cause: unknown): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : 'không có trả lời';
}
