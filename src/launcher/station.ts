/**
 * `npm start` after installation: samples, build, database, bridge and server as one station on one PC.
 * What it does is safe to repeat: every step is skipped when its last run was complete.
 */
import { mkdirSync, statfsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { attachOrStart } from '#lib/server/database/embedded-postgres.ts';
import { isPortFree } from '#lib/server/database/ports.ts';
import { buildWorkstation } from './build.ts';
import { keepRunning, type Program, runTool, startProgram } from './child.ts';
import { requireDatabase } from './outside-database.ts';
import { complain, say, StartProblem } from './report.ts';
import { claimStation } from './station-lock.ts';

const root = resolve(import.meta.dirname, '..', '..');
const port = Number(process.env.PORT ?? 4173);
const bridgePort = Number(process.env.BRIDGE_PORT ?? 47321);
const demoPkiPort = Number(process.env.DEMO_PKI_PORT ?? 47322);
const demoScannerPort = Number(process.env.DEMO_SCANNER_PORT ?? 47323);
const dataDir = resolve(root, process.env.DATA_DIR ?? 'var');
const samplesDir = resolve(root, process.env.SAMPLES_DIR ?? join(dataDir, 'samples'));
const origin = process.env.ORIGIN ?? `http://127.0.0.1:${port}`;
const hasBridge = !process.argv.includes('--no-bridge');
const hasDemo = !process.argv.includes('--no-demo');
/** TSA, OCSP and CRL for the bridge's demo certificates. */
const hasDemoPki = hasBridge && hasDemo && process.env.BRIDGE_DEMO !== 'off';
/** A scanner for those who have none: it feeds the samples. */
const hasDemoScanner = hasBridge && hasDemo && process.env.DEMO_SCANNER !== 'off';
const demoPkiUrl = `http://127.0.0.1:${demoPkiPort}`;

const NEEDED_BYTES = 1024 ** 3;

type Closer = () => Promise<void>;
const closers: Closer[] = [];
let isStopping = false;
/** From the first healthy answer on, a program that dies is started again. */
let isUp = false;

async function shutDown(exitCode: number): Promise<never> {
  if (!isStopping) {
    isStopping = true;
    say('Đang dừng…');
    for (const close of closers.reverse()) await close().catch(complain);
  }
  process.exit(exitCode);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void shutDown(0));
}
// The parent (`start.mjs`) was killed.
process.on('disconnect', () => void shutDown(0));

async function start(): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const disk = statfsSync(dataDir);
  if (disk.bavail * disk.bsize < NEEDED_BYTES) {
    throw new StartProblem(
      `Ổ đĩa chứa ${dataDir} còn dưới 1 GB.`,
      'Dọn ổ đĩa, hoặc đặt DATA_DIR sang ổ khác, rồi chạy lại.',
    );
  }
  closers.push(claimStation(dataDir, origin));
  await requireFreePort(port, 'PORT');
  if (hasBridge) await requireFreePort(bridgePort, 'BRIDGE_PORT');
  if (hasDemoPki) await requireFreePort(demoPkiPort, 'DEMO_PKI_PORT');
  if (hasDemoScanner) await requireFreePort(demoScannerPort, 'DEMO_SCANNER_PORT');

  await buildWorkstation(root);
  if (hasDemo) await makeSamples();
  const databaseUrl = await openDatabase();

  const bridgeDir = join(dataDir, 'bridge');
  if (hasBridge) keep(() => startBridge(bridgeDir));
  if (hasDemoPki) keep(() => startDemoPki(bridgeDir));
  if (hasDemoScanner) keep(startDemoScanner);
  keep(() => startServer(databaseUrl, bridgeDir));
  await waitUntilHealthy();
  isUp = true;
  tellAddress();
}

/** Runs a program until the station stops; a program that keeps dying ends the station. */
function keep(startIt: () => Program): void {
  const kept = keepRunning(startIt, {
    mayRestart: () => isUp && !isStopping,
    onRestart: (name) => say(`Chương trình ${name} đã dừng bất ngờ; đang khởi động lại…`),
    onGivenUp: (name) => {
      if (isStopping) return;
      complain(
        new StartProblem(
          `Chương trình ${name} không chạy được.`,
          'Xem lỗi ở trên rồi chạy lại npm start.',
        ),
      );
      void shutDown(1);
    },
  });
  closers.push(kept.stop);
}

async function requireFreePort(wanted: number, variable: string): Promise<void> {
  if (await isPortFree(wanted)) return;
  throw new StartProblem(
    `Cổng ${wanted} đang được chương trình khác dùng.`,
    `Dừng chương trình đó, hoặc chọn cổng khác: ${variable}=${wanted + 10} npm start`,
  );
}

async function makeSamples(): Promise<void> {
  const code = await runTool('node', ['tests/fixtures/generate-samples.ts', samplesDir], root);
  if (code !== 0) {
    throw new StartProblem(
      'Không tạo được tài liệu mẫu.',
      'Chạy lại npm start; phần đã tạo được giữ lại.',
    );
  }
}

async function openDatabase(): Promise<string> {
  const outside = process.env.DATABASE_URL;
  if (outside) {
    await requireDatabase(outside);
    return outside;
  }
  const database = await attachOrStart({ dataDir: join(dataDir, 'postgres') });
  closers.push(() => database.stop());
  return database.url;
}

function startBridge(bridgeDir: string): Program {
  return startProgram('cầu nối ký số', join(root, 'src', 'bridge', 'main.ts'), {
    root,
    sharesTerminal: true,
    env: {
      BRIDGE_PORT: String(bridgePort),
      BRIDGE_DATA_DIR: bridgeDir,
      BRIDGE_ORIGINS: process.env.BRIDGE_ORIGINS ?? origin,
      ...(hasDemoPki && {
        BRIDGE_DEMO_AGENCY: process.env.BRIDGE_DEMO_AGENCY ?? 'SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH',
        BRIDGE_DEMO_PKI_URL: demoPkiUrl,
      }),
      ...(hasDemoScanner && {
        BRIDGE_SCANNERS: joinSettings(
          ',',
          process.env.BRIDGE_SCANNERS,
          `http://127.0.0.1:${demoScannerPort}/eSCL`,
        ),
      }),
    },
  });
}

function startDemoPki(bridgeDir: string): Program {
  return startProgram('chứng thực DEMO', join(root, 'src', 'demo-pki', 'main.ts'), {
    root,
    env: { DEMO_PKI_PORT: String(demoPkiPort), BRIDGE_DATA_DIR: bridgeDir },
  });
}

function startDemoScanner(): Program {
  return startProgram('máy quét mẫu', join(root, 'src', 'demo-scanner', 'main.ts'), {
    root,
    env: { DEMO_SCANNER_PORT: String(demoScannerPort), SAMPLES_DIR: samplesDir },
  });
}

function startServer(databaseUrl: string, bridgeDir: string): Program {
  return startProgram('máy chủ', join(root, 'src', 'launcher', 'serve.ts'), {
    root,
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      ORIGIN: origin,
      PORT: String(port),
      BODY_SIZE_LIMIT: 'Infinity',
      TRUST_ANCHORS_DIR: process.env.TRUST_ANCHORS_DIR ?? trustAnchorDirs(bridgeDir),
      ...(hasDemoPki && {
        TSA_URL: process.env.TSA_URL ?? `${demoPkiUrl}/tsa`,
        PKI_ALLOWED_URLS: joinSettings(',', process.env.PKI_ALLOWED_URLS, `${demoPkiUrl}/`),
      }),
      BRIDGE_URL: `http://127.0.0.1:${bridgePort}`,
      DEMO_DATA: hasDemo ? '1' : undefined,
    },
  });
}

/** Those that were imported (`import-anchor.ts`), and the bridge's demonstration CA. */
function trustAnchorDirs(bridgeDir: string): string {
  return joinSettings(delimiter, join(dataDir, 'trust-anchors'), join(bridgeDir, 'anchors'));
}

function joinSettings(separator: string, ...settings: (string | undefined)[]): string {
  return settings.filter(Boolean).join(separator);
}

async function waitUntilHealthy(): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolveWait) => setTimeout(resolveWait, 200));
  }
  throw new StartProblem(
    'Máy chủ không trả lời sau 2 phút.',
    'Kiểm tra cơ sở dữ liệu rồi chạy lại.',
  );
}

function tellAddress(): void {
  const lines = ['', `  Trạm Số Hóa đang chạy:  ${origin}`, ''];
  if (hasDemo) {
    lines.push(
      '  Tài khoản demo (mật khẩu chung: TramSoHoa@2025)',
      '    canbo     cán bộ số hóa        lanhdao   lãnh đạo',
      '    vanthu    văn thư              giamsat   giám sát',
      '    quantri   quản trị',
      '',
      `  40 tài liệu quét mẫu:   ${samplesDir}`,
    );
    if (hasBridge) lines.push('  Mã PIN của chứng thư demo: 123456');
  }
  lines.push('', '  Dừng: bấm Ctrl-C. Dữ liệu được giữ cho lần chạy sau.', '');
  process.stdout.write(`${lines.join('\n')}\n`);
}

start().catch(async (problem: unknown) => {
  complain(problem);
  await shutDown(1);
});
