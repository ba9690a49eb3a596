import { DagRun } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { FakeInventory } from '../__testUtils__/FakeInventory';
import { dag } from '../__testUtils__/facts';
import { RunBookReader } from './RunBookReader';

const AT = '2026-11-22T14:03:20.000Z';
const orders = dag('orders');
const quiet = dag('quiet');
const elsewhere = dag('elsewhere', { instance: 'batch' });
const sharing = [orders.ref, quiet.ref, elsewhere.ref];

const airflow = (name: string, lastRead?: string, state = 'read' as const) => ({
  kind: 'airflow' as const,
  name,
  title: name,
  state: 'ok' as const,
  skipped: [],
  parts: [{ name: 'runs', state, lastRead }],
});

const run = (dagId: string, start?: string, end?: string): DagRun => ({
  instance: 'prod',
  dagId,
  runId: `run ${start}`,
  state: end ? 'success' : 'running',
  runType: 'scheduled',
  uiUrl: '',
  ...(start && { start }),
  ...(end && { end }),
});

function setUp(runs: DagRun[]) {
  const inventory = new FakeInventory();
  inventory.runFacts = runs;
  const reader = new RunBookReader(inventory);
  const ask = (lastRead = '2026-11-22T14:10:00.000Z') =>
    reader.read([{ sharing, at: AT }], {
      dags: [orders, quiet, elsewhere],
      sources: [airflow('prod', lastRead), airflow('batch')],
    });
  return { inventory, reader, ask };
}

const answers = (book: ReturnType<ReturnType<typeof setUp>['ask']>) =>
  sharing.map(async ref => (await book).wasRunning(ref, AT));

describe('RunBookReader', () => {
  it('tells who was running in a minute, and of whom nobody can tell', async () => {
    const { ask } = setUp([
      run('orders', '2026-11-22T14:00:00.000Z', '2026-11-22T14:03:05.000Z'),
      run('quiet', '2026-11-22T13:00:00.000Z', '2026-11-22T14:02:59.000Z'),
    ]);
    expect(await Promise.all(answers(ask()))).toEqual([true, false, undefined]);
  });

  it('does not count what waits in a queue', async () => {
    const { ask } = setUp([run('orders')]);
    expect((await ask()).wasRunning(orders.ref, AT)).toBe(false);
  });

  it('tells nothing before the runs of that minute are read, and then again', async () => {
    const { ask, reader } = setUp([run('orders', '2026-11-22T14:00:00.000Z')]);
    const early = '2026-11-22T14:03:40.000Z';
    expect((await ask(early)).wasRunning(quiet.ref, AT)).toBeUndefined();
    const before = reader.revision([airflow('prod', early)]);
    const later = '2026-11-22T14:04:40.000Z';
    expect(reader.revision([airflow('prod', later)])).not.toBe(before);
    expect((await ask(later)).wasRunning(quiet.ref, AT)).toBe(false);
  });

  it('tells nothing of runs that are forgotten', async () => {
    const { ask, inventory } = setUp([]);
    inventory.runsKeptSince = '2026-11-23T00:00:00.000Z';
    expect((await ask()).wasRunning(orders.ref, AT)).toBeUndefined();
  });

  it('asks once for a minute that does not change any more', async () => {
    const { ask, inventory } = setUp([]);
    const asked = jest.spyOn(inventory, 'runsDuring');
    await ask();
    await ask();
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
