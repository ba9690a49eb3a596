import { ConfigReader } from '@backstage/config';
import { readClusters } from '../drivers/kubernetes';
import { FakeKubernetes } from './FakeKubernetes';

/** The stand-in as config names it: cluster `production` of control plane `k8s`. */
export function clustersOf(
  kubernetes: FakeKubernetes,
  url: string,
  token = kubernetes.token,
): ReturnType<typeof readClusters> {
  return readClusters(
    new ConfigReader({
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'production',
                url,
                authProvider: 'serviceAccount',
                skipTLSVerify: true,
                serviceAccountToken: token,
              },
            ],
          },
        ],
      },
      airflowKuma: {
        kuma: {
          controlPlanes: {
            k8s: {
              driver: 'kubernetes',
              kubernetes: { cluster: 'production' },
            },
          },
        },
      },
    }),
  );
}
