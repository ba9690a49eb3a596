import { capitalized, counted } from './words';

describe('counted', () => {
  it.each([
    [counted(0, 'run'), '0 runs'],
    [counted(1, 'run'), '1 run'],
    [counted(1234, 'run'), '1,234 runs'],
    [counted(1, 'head is', 'heads are'), '1 head is'],
    [counted(2, 'head is', 'heads are'), '2 heads are'],
  ])('says "%s"', (said, expected) => {
    expect(said).toBe(expected);
  });
});

describe('capitalized', () => {
  it.each([
    ['its time was over', 'Its time was over'],
    ['A', 'A'],
    ['', ''],
  ])('begins "%s" as "%s"', (text, expected) => {
    expect(capitalized(text)).toBe(expected);
  });
});
