/**
 * node scripts/run.cjs embedded/main …: builds when needed, then runs dist/deploy/embedded/main.js in this very
 * process, so that signals and the exit code need no handing on.
 */
const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { isRecentEnough, runAgainWithOwnNode } = require('./check-node.cjs');

function main() {
  const [program, ...args] = process.argv.slice(2);
  if (!program) {
    console.error('Usage: node scripts/run.cjs <folder of deploy or test>/<program> [arguments]');
    process.exit(2);
  }
  require('./build.cjs').buildIfOld();
  const dist = resolve(__dirname, '..', 'dist');
  const file = ['deploy', 'test'].map((room) => join(dist, room, `${program}.js`)).find((path) => existsSync(path));
  if (!file) {
    console.error(`There is neither deploy/${program}.ts nor test/${program}.ts.`);
    process.exit(2);
  }
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], file, ...args];
  require(file);
}

if (isRecentEnough()) main();
else runAgainWithOwnNode(__filename);
