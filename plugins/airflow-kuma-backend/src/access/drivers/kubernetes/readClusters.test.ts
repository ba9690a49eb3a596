import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readClusters } from './readClusters';

const cluster = (name: string, more: JsonObject = {}) => ({
  name,
  url: 'https://kubernetes.example.com',
  authProvider: 'serviceAccount',
  serviceAccountToken: 'a-token',
  ...more,
});

function read(own: JsonObject | undefined, clusters: JsonObject[] = []) {
  return readClusters(
    new ConfigReader({
      kubernetes: { clusterLocatorMethods: [{ type: 'config', clusters }] },
      airflowKuma: {
        kuma: {
          controlPlanes: {
            k8s: { driver: 'kubernetes', ...(own && { kubernetes: own }) },
            other: { driver: 'git' },
          },
        },
      },
    }),
  );
}

describe('readClusters', () => {
  it('reads a cluster as Backstage is told of it', () => {
    const { targets, problems } = read({ cluster: 'production' }, [
      cluster('staging'),
      cluster('production', { skipTLSVerify: true }),
    ]);
    expect([...problems]).toEqual([]);
    expect([...targets.keys()]).toEqual(['k8s']);
    const kubeConfig = targets.get('k8s')!.load();
    expect(kubeConfig.getCurrentCluster()).toMatchObject({
      server: 'https://kubernetes.example.com',
      skipTLSVerify: true,
    });
    expect(kubeConfig.getCurrentUser()).toMatchObject({ token: 'a-token' });
  });

  it('reads a kubeconfig anew each time, so that credentials can change', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
    const file = join(folder, 'config');
    const write = (token: string) =>
      writeFileSync(
        file,
        JSON.stringify({
          clusters: [{ name: 'c', cluster: { server: 'https://one' } }],
          users: [{ name: 'u', user: { token } }],
          contexts: [{ name: 'prod', context: { cluster: 'c', user: 'u' } }],
        }),
      );
    try {
      const { targets } = read({ kubeconfig: file, context: 'prod' });
      write('first');
      const token = () => targets.get('k8s')!.load().getCurrentUser()?.token;
      expect(token()).toBe('first');
      write('second');
      expect(token()).toBe('second');
      const wrong = read({ kubeconfig: file, context: 'nope' });
      expect(() => wrong.targets.get('k8s')!.load()).toThrow(
        'the kubeconfig has no context "nope"',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes the cluster that the portal runs in where nothing is said', () => {
    const { targets, problems } = read(undefined);
    expect([...problems]).toEqual([]);
    expect(targets.get('k8s')!.title).toBe(
      'the cluster that this portal runs in',
    );
  });

  it.each<[string, JsonObject, JsonObject[], string]>([
    ['unknown', { cluster: 'prod' }, [], 'lists no cluster "prod"'],
    [
      'named twice',
      { cluster: 'prod' },
      [cluster('prod'), cluster('prod')],
      'lists 2 clusters "prod": name each once',
    ],
    [
      'signed in to by people',
      { cluster: 'prod' },
      [cluster('prod', { authProvider: 'google' })],
      'signs in with "google", which needs a person or a cloud',
    ],
    [
      'not encrypted',
      { cluster: 'prod' },
      [cluster('prod', { url: 'http://kubernetes.example.com' })],
      'begins with http:',
    ],
    [
      'given twice',
      { cluster: 'prod', kubeconfig: 'config' },
      [cluster('prod')],
      'give either cluster or kubeconfig, not both',
    ],
    [
      'given by a context alone',
      { context: 'prod' },
      [],
      'context is one of a kubeconfig, and none is given',
    ],
    ['no text', { cluster: 7 }, [], 'cluster'],
  ])('says what is wrong with a cluster that is %s', (_, own, known, says) => {
    const { targets, problems } = read(own, known);
    expect(targets.size).toBe(0);
    expect(problems.get('k8s')).toContain(
      'airflowKuma.kuma.controlPlanes.k8s.kubernetes: ',
    );
    expect(problems.get('k8s')).toContain(says);
    expect(problems.get('k8s')).not.toContain('a-token');
  });
});
