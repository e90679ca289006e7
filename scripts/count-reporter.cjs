const { relative } = require('node:path');
const { writeFileSync } = require('node:fs');

/** A jest reporter that notes, in the file that STRONGROOM_SPEC_RESULTS names, how each spec file ended and how many tests it had. */
module.exports = class CountReporter {
  constructor({ rootDir }) {
    this.rootDir = rootDir;
    this.files = [];
  }

  /** After each file, so that a run that is broken off has told of what it finished. */
  onTestResult(_test, result) {
    const results = process.env.STRONGROOM_SPEC_RESULTS;
    if (!results) return;
    this.files.push({
      path: relative(this.rootDir, result.testFilePath),
      passed: result.numPassingTests,
      // A spec file that cannot even be loaded has no tests; it is one failure.
      failed: result.numFailingTests + (result.testExecError ? 1 : 0),
      skipped: result.numPendingTests,
    });
    writeFileSync(results, JSON.stringify(this.files));
  }
};
