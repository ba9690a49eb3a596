/* eslint-disable no-console -- a command that prints */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { compareVerdicts, formatComparison } from './compare';
import { compareReach, isReachFile } from './compareReach';

/**
 * Compares the evaluator with files of verdicts that were measured on real
 * Envoys: `verdicts FILE…`, plain or gzip-compressed JSON. Exit 1 on any
 * disagreement, 2 where a file cannot be read.
 */
function main(files: string[]): number {
  if (files.length === 0) {
    console.error('Usage: verdicts FILE…');
    return 2;
  }
  let status = 0;
  for (const file of files) {
    try {
      const bytes = readFileSync(file);
      const text = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      const content = JSON.parse(text.toString('utf8'));
      const comparison = isReachFile(content)
        ? compareReach(content)
        : compareVerdicts(content);
      for (const line of formatComparison(file, comparison)) console.log(line);
      if (comparison.disagreements.length > 0) status = Math.max(status, 1);
    } catch (error) {
      console.error(`${file}: cannot be read: ${(error as Error).message}`);
      status = 2;
    }
  }
  return status;
}

process.exitCode = main(process.argv.slice(2));
