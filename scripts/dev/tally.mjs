import { existsSync, readFileSync, rmSync } from 'node:fs';

/** Counts results of several runners and says the closing line. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  failures = [];
  skips = [];

  add(name, result) {
    this.passed += result.passed;
    this.failed += result.failed;
    this.skipped += result.skipped;
    this.failures.push(
      ...(result.failures ?? []).map(text => `${name}: ${text}`),
    );
    this.skips.push(...(result.skips ?? []).map(text => `${name}: ${text}`));
    console.log(
      `\n== ${name}: ${result.passed} passed, ${result.failed} failed, ${
        result.skipped
      } skipped (${Math.round(result.seconds)} s)\n`,
    );
  }

  /** Prints what failed and what was skipped and why; gives the exit code. */
  close({ allowedSkips }) {
    for (const text of this.skips) console.log(`skipped  ${text}`);
    for (const text of this.failures) console.log(`FAILED   ${text}`);
    const unexpected = allowedSkips
      ? this.skips.filter(text => !allowedSkips.test(text))
      : [];
    for (const text of unexpected)
      console.log(
        `FAILED   nothing may be skipped here but what needs Kuma: ${text}`,
      );
    const failed = this.failed + unexpected.length;
    console.log(
      `${this.passed} passed, ${failed} failed, ${this.skipped} skipped`,
    );
    return failed > 0 || this.passed === 0 ? 1 : 0;
  }
}

/** A step that is one check: its exit code. */
export async function check(run) {
  const start = Date.now();
  const code = await run();
  return {
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    skipped: 0,
    failures: code === 0 ? [] : [`exit code ${code}`],
    seconds: (Date.now() - start) / 1000,
  };
}

/** Runs what leaves a JSON report, which is absent where it ended early. */
async function reported(reportFile, run) {
  rmSync(reportFile, { force: true });
  const start = Date.now();
  const code = await run();
  const seconds = (Date.now() - start) / 1000;
  const report = existsSync(reportFile)
    ? JSON.parse(readFileSync(reportFile, 'utf8'))
    : undefined;
  return { code, seconds, report };
}

/** A step that is a Jest run, counted from its JSON report. */
export async function jest(reportFile, run) {
  const { code, seconds, report } = await reported(reportFile, run);
  if (!report) return broken(`no report, exit code ${code}`, seconds);
  const failures = [];
  const skips = [];
  for (const suite of report.testResults) {
    if (suite.status === 'failed' && suite.assertionResults.length === 0)
      failures.push(`${suite.name}: ${suite.message.split('\n')[0]}`);
    for (const test of suite.assertionResults) {
      if (test.status === 'failed') failures.push(test.fullName);
      if (test.status === 'pending' || test.status === 'todo')
        skips.push(test.fullName);
    }
  }
  // A runner may also fail without a failed test (a leak, a threshold).
  if (code !== 0 && failures.length === 0) failures.push(`exit code ${code}`);
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: skips.length,
    failures,
    skips,
    seconds,
  };
}

/** A step that is a Playwright run, counted from its JSON report. */
export async function playwright(reportFile, run) {
  const { code, seconds, report } = await reported(reportFile, run);
  if (!report) return broken(`no report, exit code ${code}`, seconds);
  const failures = [];
  const skips = [];
  const walk = suite => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'unexpected') failures.push(spec.title);
        if (test.status === 'skipped') skips.push(spec.title);
      }
    }
    for (const child of suite.suites ?? []) walk(child);
  };
  for (const suite of report.suites) walk(suite);
  for (const error of report.errors ?? [])
    failures.push(error.message ?? 'error');
  if (code !== 0 && failures.length === 0) failures.push(`exit code ${code}`);
  const passed = (report.stats?.expected ?? 0) + (report.stats?.flaky ?? 0);
  return {
    passed,
    failed: failures.length,
    skipped: skips.length,
    failures,
    skips,
    seconds,
  };
}

function broken(text, seconds) {
  return { passed: 0, failed: 1, skipped: 0, failures: [text], seconds };
}
