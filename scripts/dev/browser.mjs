import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const SYSTEM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** Keeps a headless Chromium from talking to anybody but the portal. */
export const QUIET_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A Chromium: the named one, the system's, Playwright's, else npm's. */
export async function findBrowser() {
  if (process.env.CHROMIUM_PATH)
    return found(process.env.CHROMIUM_PATH, 'CHROMIUM_PATH');
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of SYSTEM_NAMES) {
      const path = join(folder, name);
      if (existsSync(path)) return found(path, 'the system');
    }
  }
  const { chromium } = await import('playwright-core');
  const downloaded = chromium.executablePath();
  if (existsSync(downloaded)) return found(downloaded, 'Playwright');

  // Outside of a cloud function the package does not unpack its own shared
  // libraries unless it believes to be in one, and a bare machine lacks them.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return found(await packaged.executablePath(), 'npm');
}

function found(executablePath, from) {
  return { executablePath, from };
}
