import { execFileSync } from 'node:child_process';

const NAMES = ['python3', 'python3.12', 'python3.11', 'python3.10'];

/**
 * A Python that can install Airflow 3.3.2 and 2.11.2 (3.10 to 3.12), or why
 * there is none.
 */
export function findPython(): { python: string } | { missing: string } {
  const seen: string[] = [];
  for (const name of NAMES) {
    const version = versionOf(name);
    if (!version) continue;
    seen.push(`${name} is ${version}`);
    const [major, minor] = version.split('.').map(Number);
    if (major === 3 && minor >= 10 && minor <= 12) return { python: name };
  }
  return {
    missing: `needs Python 3.10 to 3.12 on the PATH (${
      seen.join(', ') || 'found none'
    })`,
  };
}

function versionOf(name: string): string | undefined {
  try {
    return execFileSync(
      name,
      [
        '-c',
        'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])',
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    ).trim();
  } catch {
    return undefined;
  }
}
