/** The Node that the project needs, and where `npm ci` puts one on a machine whose own is older. */
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const OLDEST = [24, 11];

exports.isRecentEnough = function isRecentEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

/** Runs the calling script again under the project's own Node, with the same arguments, and exits as it does. */
exports.runAgainWithOwnNode = function runAgainWithOwnNode(script) {
  const own = join(__dirname, '..', 'node_modules', '.bin', 'node');
  if (!existsSync(own) || process.env.STRONGROOM_NODE_CHECKED) {
    console.error(
      `Node ${process.version} is too old. Run npm ci, which brings Node 24, or install Node ${OLDEST.join('.')} or newer.`,
    );
    process.exit(1);
  }
  const { spawn } = require('node:child_process');
  const env = { ...process.env, STRONGROOM_NODE_CHECKED: '1', PATH: `${join(own, '..')}:${process.env.PATH}` };
  const child = spawn(own, [script, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + require('node:os').constants.signals[signal]));
};
