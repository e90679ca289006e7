/** npm test: builds when needed (some specs start the real services), then runs jest with the arguments given. */
const { resolve } = require('node:path');
const { spawn } = require('node:child_process');
const { isRecentEnough, runAgainWithOwnNode } = require('./check-node.cjs');

function main() {
  require('./build.cjs').buildIfOld();
  const root = resolve(__dirname, '..');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = resolve(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [...flags, jest, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + require('node:os').constants.signals[signal]));
}

if (isRecentEnough()) main();
else runAgainWithOwnNode(__filename);
