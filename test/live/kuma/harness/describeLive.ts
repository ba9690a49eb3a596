import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries, KumaBinaries } from './binaries';
import { skipSuite } from './skipSuite';

/** What a suite against real Kuma gets. */
export type LiveEnvironment = {
  binaries: KumaBinaries;
  /** For all that the programs write; gone when the suite is over. */
  directory: string;
};

/**
 * A suite against real Kuma. Without executables it is skipped, and says in
 * one line how to supply them.
 */
export function describeLive(
  name: string,
  suite: (environment: LiveEnvironment) => void,
): void {
  const { binaries, skipped } = findBinaries();
  if (!binaries) {
    skipSuite(name, skipped);
    return;
  }
  describe(name, () => {
    // Short, because Envoy's sockets below it must not exceed 108 characters.
    const directory = join(tmpdir(), `kuma-${randomBytes(4).toString('hex')}`);
    beforeAll(() => mkdirSync(directory, { mode: 0o700 }));
    suite({ binaries, directory });
    // After the suite's own hooks, which stop what writes there.
    afterAll(() => {
      if (process.env.LIVE_KEEP) {
        process.stdout.write(`kept ${directory}\n`);
      } else {
        rmSync(directory, { recursive: true, force: true });
      }
    });
  });
}
