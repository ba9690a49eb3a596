import { resolve } from 'node:path';
import { findBrowser } from './browser.mjs';
import {
  freePort,
  runToEnd,
  startInBackground,
  stop,
  waitForUrl,
} from './processes.mjs';
import { configFlags } from './configFlags.mjs';
import { nodeWithTypeScript } from './typescript.mjs';

/** Builds the portal, starts it with demo data and lets a browser use it. */
export async function runE2e(reportFile, playwrightArguments = []) {
  const browser = await findBrowser();
  console.log(`browser: ${browser.executablePath} (from ${browser.from})`);
  const built = await runToEnd('yarn', ['workspace', 'app', 'build'], {
    quietUnlessFailed: true,
  });
  if (built !== 0) return built;

  const port = await freePort();
  const upstreams = {
    DEMO_AIRFLOW_V2_PORT: String(await freePort()),
    DEMO_AIRFLOW_V1_PORT: String(await freePort()),
    DEMO_KUMA_PORT: String(await freePort()),
    DEMO_PROMETHEUS_PORT: String(await freePort()),
    DEMO_PORTAL_URL: `http://127.0.0.1:${port}`,
  };
  const demo = nodeWithTypeScript('packages/demo-upstreams/src/serve.ts');
  const backend = [
    'workspace',
    'backend',
    'start',
    ...configFlags([
      'app-config.yaml',
      'app-config.demo.yaml',
      'test/e2e/app-config.e2e.yaml',
    ]),
  ];
  const servers = [
    startInBackground('e2e-upstreams', demo.command, demo.args, {
      env: { ...upstreams, DEMO_PORTAL_URL: `http://127.0.0.1:${port}` },
    }),
    startInBackground('e2e-backend', 'yarn', backend, {
      env: { ...upstreams, NODE_ENV: 'development', E2E_PORT: String(port) },
    }),
  ];
  try {
    await waitForUrl(
      `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
      servers,
      240,
    );
    return await runToEnd(
      'yarn',
      ['playwright', 'test', ...playwrightArguments],
      {
        env: {
          E2E_URL: `http://localhost:${port}`,
          E2E_KUMA_URL: `http://127.0.0.1:${upstreams.DEMO_KUMA_PORT}`,
          E2E_AIRFLOW_URL: `http://127.0.0.1:${upstreams.DEMO_AIRFLOW_V2_PORT}`,
          CHROMIUM_PATH: browser.executablePath,
          PLAYWRIGHT_JSON_OUTPUT_NAME: resolve(reportFile),
        },
      },
    );
  } finally {
    for (const server of servers) await stop(server);
  }
}
