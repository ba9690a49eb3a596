import {
  readArray,
  readNumber,
  readRecord,
  readString,
  readTexts,
} from './read';

describe('read', () => {
  it.each([null, undefined, 1, 'x', [], true])(
    'finds no object in %j',
    value => {
      expect(readRecord(value)).toEqual({});
    },
  );

  it('reads lists, texts and numbers, and only them', () => {
    expect(readArray({ length: 1 })).toEqual([]);
    expect(readString('')).toBeUndefined();
    expect(readString(3)).toBeUndefined();
    expect(readNumber('8080')).toBe(8080);
    expect(readNumber('80a')).toBeUndefined();
    expect(readNumber(Number.NaN)).toBeUndefined();
  });

  it('keeps texts only, also under names that objects inherit', () => {
    const json = JSON.parse('{"a":"1","b":2,"__proto__":"x","toString":"y"}');
    expect([...readTexts(json)]).toEqual([
      ['a', '1'],
      ['__proto__', 'x'],
      ['toString', 'y'],
    ]);
  });
});
