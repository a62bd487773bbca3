// `npm test`: installs what is missing, then hands over to the test run under a modern Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installDependencies, modernNode, root, toolEnvironment } from './dependencies.mjs';

installDependencies();
const run = spawn(
  modernNode(),
  [join(root, 'src', 'launcher', 'test-run.ts'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: toolEnvironment() },
);
run.on('exit', (code) => process.exit(code ?? 1));
