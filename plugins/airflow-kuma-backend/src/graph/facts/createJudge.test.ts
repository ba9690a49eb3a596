import { createEvaluator } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import fc from 'fast-check';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from '../__testUtils__/resources';
import { createJudge } from './createJudge';

const CALLERS = ['data', 'data-science', 'web', 'batch', 'nobody'];
const SERVICES = ['payments', 'ledger'];

const rules = fc.array(
  fc.record({
    app: fc.constantFrom(...SERVICES),
    caller: fc.constantFrom(...CALLERS),
    clause: fc.constantFrom(
      'allow' as const,
      'deny' as const,
      'allowPrefix' as const,
    ),
  }),
  { maxLength: 8 },
);

describe('createJudge', () => {
  it('remembers no answer for a caller that gets another', () => {
    fc.assert(
      fc.property(
        rules,
        fc.array(
          fc.tuple(
            fc.subarray(CALLERS, { maxLength: 2 }),
            fc.constantFrom(...SERVICES),
          ),
        ),
        (policies, questions) => {
          const snapshot = meshSnapshot({
            dataplanes: SERVICES.map(dataplane),
            meshServices: SERVICES.map(meshService),
            meshTrafficPermissions: policies.map(
              ({ app, caller, clause }, index) =>
                permission(`p${index}`, app, { [clause]: [spiffe(caller)] }),
            ),
          });
          const judge = createJudge(snapshot);
          const evaluator = createEvaluator(snapshot);
          for (const [callers, name] of questions) {
            const source = { uriSans: callers.map(spiffe) };
            const destination = {
              kind: 'MeshService' as const,
              name,
              port: 80,
            };
            expect(judge.evaluateService(source, destination)).toEqual(
              evaluator.evaluateService(source, destination),
            );
          }
        },
      ),
    );
  });

  it('tells callers of several URI SANs apart by which has the prefix', () => {
    const snapshot = meshSnapshot({
      dataplanes: [dataplane('payments')],
      meshServices: [meshService('payments')],
      meshTrafficPermissions: [
        permission('p0', 'payments', { allowPrefix: [spiffe('batch')] }),
      ],
    });
    const judge = createJudge(snapshot);
    const evaluator = createEvaluator(snapshot);
    const destination = {
      kind: 'MeshService' as const,
      name: 'payments',
      port: 80,
    };
    for (const callers of [
      ['batch', 'nobody'],
      ['data-science', 'batch'],
    ]) {
      const source = { uriSans: callers.map(spiffe) };
      expect(judge.evaluateService(source, destination)).toEqual(
        evaluator.evaluateService(source, destination),
      );
    }
  });

  it('asks once for callers that no policy tells apart', () => {
    const judge = createJudge(
      meshSnapshot({
        dataplanes: [dataplane('payments')],
        meshServices: [meshService('payments')],
        meshTrafficPermissions: [
          permission('web', 'payments', { allow: [spiffe('web')] }),
          permission('batch', 'ledger', { allow: [spiffe('batch')] }),
        ],
      }),
    );
    const ask = (caller: string) =>
      judge.evaluateService(
        { uriSans: [spiffe(caller)] },
        { kind: 'MeshService', name: 'payments', port: 80 },
      );
    expect(ask('nobody')).toBe(ask('data'));
    // named, but by no policy of this destination
    expect(ask('batch')).toBe(ask('data'));
    expect(ask('web')).not.toBe(ask('data'));
  });
});
