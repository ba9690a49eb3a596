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
  const legacyPort = await freePort();
  const ports = {
    E2E_PORT: String(port),
    E2E_LEGACY_PORT: String(legacyPort),
    // A test serves them: the repository of a workload, and its pull requests.
    E2E_GIT_PORT: String(await freePort()),
    E2E_SCM_PORT: String(await freePort()),
  };
  const upstreams = {
    DEMO_AIRFLOW_V2_PORT: String(await freePort()),
    DEMO_AIRFLOW_V1_PORT: String(await freePort()),
    DEMO_KUMA_PORT: String(await freePort()),
    DEMO_PROMETHEUS_PORT: String(await freePort()),
    DEMO_PORTAL_URL: `http://127.0.0.1:${port}`,
  };
  const demo = nodeWithTypeScript('packages/demo-upstreams/src/serve.ts');
  const configs = [
    'app-config.yaml',
    'app-config.demo.yaml',
    'test/e2e/app-config.e2e.yaml',
  ];
  const backend = ['workspace', 'backend', 'start', ...configFlags(configs)];
  const legacy = [
    'workspace',
    'app-legacy',
    'start',
    ...configFlags([...configs, 'test/e2e/app-config.legacy.yaml']),
  ];
  const servers = [
    startInBackground('e2e-upstreams', demo.command, demo.args, {
      env: { ...upstreams, DEMO_PORTAL_URL: `http://127.0.0.1:${port}` },
    }),
    startInBackground('e2e-backend', 'yarn', backend, {
      env: { ...upstreams, ...ports, NODE_ENV: 'development' },
    }),
    startInBackground('e2e-legacy', 'yarn', legacy, {
      env: {
        ...upstreams,
        ...ports,
        NODE_ENV: 'development',
        BROWSER: 'none',
      },
    }),
  ];
  try {
    await waitForUrl(
      `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
      servers,
      240,
    );
    await waitForUrl(`http://127.0.0.1:${legacyPort}/`, servers, 240);
    return await runToEnd(
      'yarn',
      ['playwright', 'test', ...playwrightArguments],
      {
        env: {
          E2E_URL: `http://localhost:${port}`,
          E2E_GIT_PORT: ports.E2E_GIT_PORT,
          E2E_SCM_PORT: ports.E2E_SCM_PORT,
          E2E_LEGACY_URL: `http://localhost:${legacyPort}`,
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
