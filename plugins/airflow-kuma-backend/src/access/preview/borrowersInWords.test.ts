import { createEvaluator } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { kubernetesMesh } from '../__testUtils__/kubernetesMesh';
import { MeshView } from '../policies';
import { ResolvedAccess } from '../types';
import { borrowersInWords } from './borrowersInWords';

const identityOf = (workload: string) =>
  `spiffe://default.zone-1.mesh.local/workload/${workload}`;

/** The proxy of billing lies in another namespace than its label says. */
function view(): MeshView {
  const mesh = kubernetesMesh('kuma-system');
  const snapshot = {
    ...mesh,
    dataplanes: mesh.dataplanes.map(proxy => ({
      ...proxy,
      name: `${proxy.name}.${proxy.name === 'billing' ? 'other' : 'shop'}`,
    })),
  };
  return { snapshot, evaluator: createEvaluator(snapshot) } as MeshView;
}

const asked = (workload: string) =>
  ({
    identities: [{ uriSans: [identityOf(workload)] }],
    targets: [],
  } as unknown as ResolvedAccess);

describe('who borrows an identity that is asked for', () => {
  it('is named, with where it lies and what to do', () => {
    expect(borrowersInWords(view(), asked('billing'))).toEqual([
      expect.stringMatching(
        /^Proxy billing\.other lies in namespace other and shows an identity of shop .* Remove that label first/,
      ),
    ]);
  });

  it('is no matter of other identities', () => {
    expect(borrowersInWords(view(), asked('orders'))).toEqual([]);
  });
});
