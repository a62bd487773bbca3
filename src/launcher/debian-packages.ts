import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say, StartProblem } from './report.ts';

/** Program → Debian package: the outside tools that the tests hold our results against. */
const needed = {
  chromium: 'chromium',
  tesseract: 'tesseract-ocr',
  qpdf: 'qpdf',
  jbig2dec: 'jbig2dec',
  tiffcp: 'libtiff-tools',
  pdftotext: 'poppler-utils',
  pdfsig: 'poppler-utils',
  certutil: 'libnss3-tools',
  openssl: 'openssl',
  'softhsm2-util': 'softhsm2',
  'pkcs11-tool': 'opensc',
  pcscd: 'pcscd',
  'vpcd-config': 'vsmartcard-vpcd',
  pinentry: 'pinentry-tty',
  'pinentry-gtk-2': 'pinentry-gtk2',
  zenity: 'zenity',
  Xvfb: 'xvfb',
  xdotool: 'xdotool',
  scanimage: 'sane-utils',
  'airscan-discover': 'sane-airscan',
} as const;

function isInstalled(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/usr/sbin');
  return folders.some((folder) => existsSync(join(folder, program)));
}

/** Installs the missing packages as root on Debian; otherwise says which command would. */
export function installDebianPackages(): void {
  const missing = [
    ...new Set(
      Object.entries(needed)
        .filter(([program]) => !isInstalled(program))
        .map(([, name]) => name),
    ),
  ];
  if (missing.length === 0) return;
  const arguments_ = ['install', '-y', '--no-install-recommends', ...missing];
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) {
    throw new StartProblem(
      `Thiếu các gói để kiểm thử: ${missing.join(', ')}.`,
      `Chạy: sudo apt-get ${arguments_.join(' ')}`,
    );
  }
  say(`Đang cài các gói Debian để kiểm thử: ${missing.join(', ')}…`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update', '-qq'], arguments_]) {
    const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) {
      throw new StartProblem('Không cài được gói Debian.', `Chạy: apt-get ${arguments_.join(' ')}`);
    }
  }
}
