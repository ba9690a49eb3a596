import { setTimeout as sleep } from 'node:timers/promises';
import {
  isPortTaken,
  startInBackground,
  stopAll,
  tail,
  waitForUrl,
} from './processes.mjs';
import { configFlags } from './configFlags.mjs';
import { nodeWithTypeScript } from './typescript.mjs';

const PORTS = {
  frontend: 3000,
  backend: 7007,
  'demo Airflow (API v2)': 28080,
  'demo Airflow (API v1)': 28081,
  'demo Kuma': 25681,
  'demo Prometheus': 29090,
};

/** The portal with demo data, until Ctrl-C. */
export async function run() {
  for (const [what, port] of Object.entries(PORTS)) {
    if (await isPortTaken(port)) {
      console.error(
        `dev: port ${port} (${what}) is in use; stop what listens there and start again`,
      );
      return 1;
    }
  }
  console.error(
    'dev: starting demo upstreams, backend and frontend (logs in .cache/dev)',
  );
  const { command, args } = nodeWithTypeScript(
    'packages/demo-upstreams/src/serve.ts',
  );
  const configs = configFlags(['app-config.yaml', 'app-config.demo.yaml']);
  const servers = [
    startInBackground('demo-upstreams', command, args),
    startInBackground(
      'backend',
      'yarn',
      ['workspace', 'backend', 'start', ...configs],
      { env: { NODE_ENV: 'development' } },
    ),
    startInBackground(
      'frontend',
      'yarn',
      ['workspace', 'app', 'start', ...configs],
      { env: { NODE_ENV: 'development', BROWSER: 'none' } },
    ),
  ];
  try {
    await waitForUrl(
      `http://127.0.0.1:${PORTS.backend}/.backstage/health/v1/readiness`,
      servers,
      180,
    );
    await waitForUrl(`http://127.0.0.1:${PORTS.frontend}/`, servers, 180);
    console.log(
      `Airflow Kuma is ready: http://localhost:${PORTS.frontend} (Ctrl-C stops it)`,
    );
    for (;;) {
      const ended = servers.find(server => server.exitCode !== undefined);
      if (ended)
        throw new Error(`${ended.name} stopped\n${tail(ended.logFile)}`);
      await sleep(500);
    }
  } catch (error) {
    console.error(`dev: ${error.message}`);
    return 1;
  } finally {
    await stopAll();
  }
}
