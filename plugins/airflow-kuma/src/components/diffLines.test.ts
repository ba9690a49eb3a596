import { diffLines } from './diffLines';

describe('diffLines', () => {
  it('leaves names of files out, and says where something is left out', () => {
    expect(
      diffLines(
        [
          '==========',
          '--- a/x.yaml',
          '+++ b/x.yaml',
          '@@ -1,2 +1,2 @@',
          ' type: A',
          '-name: old',
          '+name: new',
          '@@ -9,1 +9,2 @@',
          ' spec:',
          '+  - item',
          '\\ No newline at end of file',
          '',
        ].join('\n'),
      ),
    ).toEqual([
      { sign: ' ', text: 'type: A' },
      { sign: '-', text: 'name: old' },
      { sign: '+', text: 'name: new' },
      { sign: ' ', text: '…' },
      { sign: ' ', text: 'spec:' },
      { sign: '+', text: '  - item' },
    ]);
  });
});
