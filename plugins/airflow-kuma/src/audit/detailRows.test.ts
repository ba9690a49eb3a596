import { detailRows } from './detailRows';

describe('detailRows', () => {
  it('lays what was and what is side by side', () => {
    expect(
      detailRows(
        { state: 'pending' },
        { state: 'active', rationale: 'Agreed', impactHash: 'ab' },
      ),
    ).toEqual([
      { field: 'State', before: 'pending', after: 'active' },
      { field: 'Rationale', after: 'Agreed' },
      { field: 'Impact hash', after: 'ab' },
    ]);
  });

  it('goes into what is nested, however deep', () => {
    expect(
      detailRows(undefined, {
        source: { kind: 'dag', ref: 'component:default/a' },
        warnings: ['one', 'two'],
        none: [],
        rules: [{ name: 'x', deep: { on: true } }, { name: 'y' }],
        gone: null,
      }),
    ).toEqual([
      { field: 'Source, kind', after: 'dag' },
      { field: 'Source, ref', after: 'component:default/a' },
      { field: 'Warnings', after: 'one, two' },
      { field: 'None', after: 'none' },
      { field: 'Rules 1, name', after: 'x' },
      { field: 'Rules 1, deep, on', after: 'true' },
      { field: 'Rules 2, name', after: 'y' },
    ]);
  });

  it('takes what is no object, and nothing', () => {
    expect(detailRows('was', 3)).toEqual([
      { field: 'Value', before: 'was', after: '3' },
    ]);
    expect(detailRows(undefined, undefined)).toEqual([]);
  });
});
