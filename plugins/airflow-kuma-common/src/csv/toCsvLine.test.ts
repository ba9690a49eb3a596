import { toCsvLine } from './toCsvLine';

describe('toCsvLine', () => {
  it('quotes only what must be', () => {
    expect(toCsvLine(['a', '', 'b, "c"', 'd\ne', 'a=b'])).toBe(
      'a,,"b, ""c""","d\ne",a=b\r\n',
    );
  });

  it.each([
    '=cmd()',
    '+1',
    '-1',
    '@sum',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝cmd()',
    '＠a',
  ])('lets a spreadsheet run no %j', text => {
    expect(toCsvLine([text])).toMatch(/^"?'/);
  });
});
