import { AirflowServer } from './harness/AirflowServer';
import { installAirflow } from './harness/install';
import { findPython } from './harness/python';
import { describeClient } from './suites/describeClient';
import { describePortal } from './suites/describePortal';
import { expectedAirflows } from './suites/expected';

const found = findPython();
const suite = 'python' in found ? describe : describe.skip;
if ('missing' in found) console.warn(`live airflow skipped: ${found.missing}`);

// One file, because a start of both costs more than most of what is asked.
suite(`real Airflow${'missing' in found ? ` (${found.missing})` : ''}`, () => {
  const servers = new Map<string, AirflowServer>();
  const running = (instance: string) => servers.get(instance)!;

  beforeAll(async () => {
    const python = 'python' in found ? found.python : '';
    const bins = new Map<string, string>();
    for (const { version } of expectedAirflows) {
      bins.set(version, await installAirflow(python, version));
    }
    await Promise.all(
      expectedAirflows.map(async ({ version, instance }) => {
        const bin = bins.get(version)!;
        const server = await AirflowServer.create(version, bin);
        servers.set(instance, server);
        await server.start();
      }),
    );
  }, 900_000);

  afterAll(async () => {
    await Promise.all([...servers.values()].map(server => server.destroy()));
  }, 60_000);

  for (const expected of expectedAirflows) {
    describeClient(expected, () => running(expected.instance));
  }
  describePortal(expectedAirflows, running);
});
