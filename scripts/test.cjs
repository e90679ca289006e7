/** npm test: builds when needed (some specs start the real services); with arguments one jest with them, without any the whole suite. */
const { isRecentEnough, runAgainWithOwnNode } = require('./check-node.cjs');

async function main() {
  require('./build.cjs').buildIfOld();
  const { runJest, runSuite } = require('./suite.cjs');
  const args = process.argv.slice(2);
  process.exitCode = args.length > 0 ? (await runJest(args)).status : await runSuite();
}

if (isRecentEnough()) void main();
else runAgainWithOwnNode(__filename);
