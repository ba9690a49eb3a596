import { runToEnd } from './processes.mjs';
import { nodeWithTypeScript } from './typescript.mjs';

/** Compares the evaluator with measured verdicts. */
export async function run(files) {
  if (files.length === 0) {
    console.error(
      'dev: name at least one file, e.g. ./dev verdicts rules.json',
    );
    return 2;
  }
  const { command, args } = nodeWithTypeScript(
    'test/verdicts/verdicts.ts',
    files,
  );
  return runToEnd(command, args);
}
