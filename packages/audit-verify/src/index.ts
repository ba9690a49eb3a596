import { run } from './run';

// eslint-disable-next-line no-console -- a command that prints
process.exitCode = run(process.argv.slice(2), line => console.log(line));
