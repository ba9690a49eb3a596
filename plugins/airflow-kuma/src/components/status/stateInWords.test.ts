import { stateInWords } from './stateInWords';

describe('stateInWords', () => {
  it.each([
    ['needs-permission', 'Needs permission'],
    ['broken', 'Import error'],
    ['paused', 'Paused'],
    ['certificate-expired', 'Certificate expired'],
  ])('says %s as the table does', (state, expected) => {
    expect(stateInWords(state)).toBe(expected);
  });
});
