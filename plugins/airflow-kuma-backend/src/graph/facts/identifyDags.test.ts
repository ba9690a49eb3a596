import { dag } from '../__testUtils__/facts';
import { spiffe } from '../__testUtils__/resources';
import { identifyDags } from './identifyDags';

const base = { controlPlane: 'eu', mesh: 'default' };

describe('identifyDags', () => {
  it('tells which DAGs share an identity', () => {
    const a = dag('a');
    const b = dag('b');
    const alone = dag('alone', { dataDomain: 'ai' });
    const identities = identifyDags(
      [
        { ...base, match: { dataDomain: 'ai' }, spiffeId: spiffe('ai') },
        { ...base, spiffeId: spiffe('pool') },
      ],
      [a, b, alone],
      [
        {
          ...base,
          name: 'worker-1',
          labels: {},
          status: 'online',
          uriSans: [spiffe('pool')],
        },
      ],
    );
    expect(identities.get(a.ref)).toMatchObject([
      { state: 'live', sharedBy: 2, sharedWith: [a.ref, b.ref] },
    ]);
    expect(identities.get(alone.ref)).toMatchObject([
      { state: 'not-live', uriSans: [spiffe('ai')], sharedBy: 1 },
    ]);
  });

  it('says that no rule fits', () => {
    const a = dag('a');
    expect(identifyDags([], [a], []).get(a.ref)).toMatchObject([
      { state: 'none', sharedBy: 1, sharedWith: [a.ref] },
    ]);
  });
});
