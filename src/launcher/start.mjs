// `npm start`: installs what is missing, then hands over to the station under a modern Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, modernNode, root, toolEnvironment } from './dependencies.mjs';

installDependencies();
const station = spawn(
  modernNode(),
  [join(root, 'src', 'launcher', 'station.ts'), ...process.argv.slice(2)],
  { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: toolEnvironment() },
);
// Ctrl-C reaches the whole process group; the station stops its children and ends by itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) station.kill(signal);
  });
}
station.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
