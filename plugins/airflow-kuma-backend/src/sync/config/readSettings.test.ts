import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readSettings, readSuddenDrop } from './readSettings';

function read(airflowKuma: JsonObject) {
  const reports: string[] = [];
  const report = (message: string) => reports.push(message);
  const config = new ConfigReader({ airflowKuma });
  return {
    sources: readSettings(config, report),
    suddenDrop: readSuddenDrop(config, report),
    reports,
  };
}

const baseUrl = 'https://a.example.com';

describe('readSettings', () => {
  it('has defaults for everything but where a source is', () => {
    const { sources, suddenDrop, reports } = read({
      airflow: { instances: { prod: { baseUrl } } },
      kuma: { controlPlanes: { eu: { baseUrl } } },
    });
    expect(sources).toMatchObject([
      {
        kind: 'airflow',
        name: 'prod',
        title: 'prod',
        ok: true,
        uiUrl: baseUrl,
        cadence: { interval: 30_000 },
        settings: {
          dataDomainTag: 'domain:',
          environmentTag: 'env:',
          filter: { excludeStale: true },
          declarations: {
            tagPrefix: 'calls:',
            assetScheme: 'x-mesh-service',
            docKey: 'calls',
          },
        },
      },
      {
        kind: 'kuma',
        name: 'eu',
        ok: true,
        cadence: { interval: 10_000 },
        settings: {
          cliques: true,
          driver: 'kuma-api',
          labels: {
            dataDomain: 'data-domain',
            environment: 'environment',
            owner: 'owner',
            system: 'system',
          },
        },
      },
    ]);
    expect(suddenDrop).toBe(0.5);
    expect(reports).toEqual([]);
  });

  it.each<[string, string, JsonObject]>([
    ['owners.default', 'owners.default', { owners: { default: '…' } }],
    [
      'a pattern of an owner',
      'owners.rules[1].owner',
      {
        owners: {
          rules: [
            { owner: 'a', entityRef: 'b' },
            { owner: '(', entityRef: 'b' },
          ],
        },
      },
    ],
    [
      'a group that no pattern has',
      'owners.rules[0].entityRef',
      { owners: { rules: [{ tag: 'a', entityRef: '$1' }] } },
    ],
    ['a pattern of DAG ids', 'filter.dagId', { filter: { dagId: '[' } }],
    [
      'a schedule without pause',
      'schedule',
      { schedule: { frequency: { milliseconds: 5 }, timeout: { minutes: 1 } } },
    ],
    ['a flag that is none', 'excludeStale', { filter: { excludeStale: 'x' } }],
  ])('names the key of %s, and leaves others alone', (_, key, wrong) => {
    const { sources } = read({
      airflow: {
        instances: { bad: { baseUrl, ...wrong }, good: { baseUrl } },
      },
    });
    expect(sources).toMatchObject([
      { name: 'bad', ok: false },
      { name: 'good', ok: true },
    ]);
    expect(sources[0].configurationError).toContain(key);
    expect(sources[0].configurationError).toContain('bad');
  });

  it('takes the default where a shared value is wrong, and says so', () => {
    const { suddenDrop, reports, sources } = read({
      suddenDrop: 7,
      dependencies: { tagPrefix: false, docKey: 'uses' },
      airflow: { instances: { prod: { baseUrl } } },
    });
    expect(suddenDrop).toBe(0.5);
    expect(sources[0]).toMatchObject({
      settings: { declarations: { tagPrefix: 'calls:', docKey: 'uses' } },
    });
    expect(reports).toEqual([
      expect.stringContaining('airflowKuma.dependencies.tagPrefix'),
      expect.stringContaining('airflowKuma.suddenDrop'),
    ]);
  });

  it('keeps sources whose names hold what paths would split at', () => {
    const { sources } = read({
      kuma: { controlPlanes: { 'eu-west_1': { baseUrl } } },
    });
    expect(sources).toMatchObject([{ name: 'eu-west_1', ok: true }]);
  });
});
