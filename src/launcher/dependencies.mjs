// Runs under the machine's own Node (20 or newer) before anything is installed: plain JavaScript, no imports from npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const bin = join(root, 'node_modules', '.bin');

const stamp = join(root, 'node_modules', '.installed-lock');
const NEEDED_BYTES = 2 * 1024 ** 3;

/** Ends the program with a message a person can act on. */
export function stop(message, remedy) {
  console.error(`\n✗ ${message}\n  → ${remedy}\n`);
  process.exit(1);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** `npm ci` unless the last complete one was for this very lock file; an interrupted one is repeated. */
export function installDependencies() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    stop(`Node.js ${process.versions.node} quá cũ.`, 'Cài Node.js 20 trở lên rồi chạy lại.');
  }
  const expected = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === expected) return;
  const disk = statfsSync(root);
  if (disk.bavail * disk.bsize < NEEDED_BYTES) {
    stop('Ổ đĩa không đủ chỗ để cài đặt (cần khoảng 2 GB).', 'Dọn ổ đĩa rồi chạy lại.');
  }
  console.log('• Đang cài các thư viện (lần đầu mất vài phút)…');
  rmSync(stamp, { force: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    stop(
      'Không cài được thư viện.',
      'Kiểm tra kết nối tới kho npm, xóa node_modules rồi chạy lại.',
    );
  }
  writeFileSync(stamp, expected);
}

/** Node 24 from the installed packages where the machine has it, else the machine's own. */
export function modernNode() {
  const installed = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(installed)) return installed;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    stop('Máy này cần Node.js 24.', 'Cài Node.js 24 (bản LTS) rồi chạy lại.');
  }
  return process.execPath;
}

/** Environment in which `node`, `vite` and the others mean the installed ones. */
export function toolEnvironment() {
  const separator = process.platform === 'win32' ? ';' : ':';
  return { ...process.env, PATH: `${bin}${separator}${process.env.PATH ?? ''}` };
}
