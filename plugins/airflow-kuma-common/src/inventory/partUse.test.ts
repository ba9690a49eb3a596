import { partUse } from './partUse';
import { DECIDING_KINDS } from './sourcePart';

describe('partUse', () => {
  it.each(DECIDING_KINDS)('says that verdicts rest on %s', name => {
    expect(partUse({ name })).toMatch(/verdict/);
  });

  it.each(['MeshTrust', 'MeshAccessLog', 'Zone'])(
    'says that no verdict rests on %s',
    name => {
      expect(partUse({ name })).toMatch(/No verdict/);
    },
  );

  it('says nothing of what it does not know', () => {
    expect(partUse({ name: 'constructor' })).toBeUndefined();
  });
});
