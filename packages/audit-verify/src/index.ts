import { run } from './run';

// eslint-disable-next-line no-console
process.exitCode = run(process.argv.slice(2), line => console.log(line));
