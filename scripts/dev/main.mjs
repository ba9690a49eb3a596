import { install } from './install.mjs';

const commands = {
  start: () => import('./start.mjs'),
  test: () => import('./test.mjs'),
  live: () => import('./live.mjs'),
  bench: () => import('./bench.mjs'),
  verdicts: () => import('./verdicts.mjs'),
};

const usage = `Usage:
  ./dev start                                            the portal with demo data
  ./dev test                                             everything that must hold
  ./dev live [airflow|kuma|kubernetes|verdicts]          against real systems
  ./dev bench [ingest|matrix|graph|access] [--json]      figures
  ./dev verdicts FILE...                                 the evaluator against measured verdicts`;

const [name, ...rest] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(name ? `dev: no such command: ${name}\n${usage}` : usage);
  process.exit(2);
}
await install();
const { run } = await command();
process.exitCode = await run(rest);
