const { writeFileSync } = require('node:fs');

/** A jest reporter that writes "passed failed skipped" into the file that STRONGROOM_TEST_COUNTS names, when it names one. */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.STRONGROOM_TEST_COUNTS;
    if (!file) return;
    // A spec file that cannot even be loaded has no tests; it is one failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    writeFileSync(file, `${results.numPassedTests} ${failed} ${results.numPendingTests}\n`);
  }
};
