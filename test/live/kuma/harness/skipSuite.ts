/** Leaves a suite out: counted as skipped, and told with its reason. */
export function skipSuite(name: string, reason: string): void {
  process.stdout.write(`skipped ${name}: ${reason}\n`);
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect -- counted as skipped, and its name is the reason
  test.skip(`${name} (${reason})`, () => {});
}
