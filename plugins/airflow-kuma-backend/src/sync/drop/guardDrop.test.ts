import { guardDrop } from './guardDrop';

const ids = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `dag${index + from}`);

function guard(more: Partial<Parameters<typeof guardDrop>[0]>) {
  return guardDrop({
    what: 'dags',
    before: ids(10),
    now: [],
    share: 0.5,
    confirmed: false,
    time: '2026-01-01T00:00:00.000Z',
    ...more,
  });
}

describe('guardDrop', () => {
  it.each([
    ['nothing was there', { before: [] }],
    ['nothing is missing', { now: ids(10) }],
    ['half is missing', { now: ids(5) }],
    ['all are renamed but few', { now: [...ids(6), ...ids(4, 90)] }],
    ['the share is 1', { share: 1 }],
  ])('applies when %s', (_, more) => {
    expect(guard(more)).toEqual({ outcome: 'apply' });
  });

  it('holds back when more than half is missing, or when all have other names', () => {
    expect(guard({ now: ids(4) })).toEqual({
      outcome: 'hold',
      heldBack: {
        what: 'dags',
        from: 10,
        to: 4,
        since: '2026-01-01T00:00:00.000Z',
        missing: ids(6, 4),
      },
    });
    expect(guard({ now: ids(10, 90) }).outcome).toBe('hold');
    expect(guard({ before: ids(1) }).outcome).toBe('hold');
  });

  it('applies when it repeats, when even more is gone, or when confirmed', () => {
    const first = guard({ now: ids(4) });
    const held = first.outcome === 'hold' ? first.heldBack : undefined;
    expect(guard({ now: ids(4), held }).outcome).toBe('apply');
    expect(guard({ now: ids(3), held }).outcome).toBe('apply');
    expect(guard({ now: ids(4), confirmed: true }).outcome).toBe('apply');
  });

  it('waits anew when other things are missing than before', () => {
    const first = guard({ now: ids(4) });
    const held = first.outcome === 'hold' ? first.heldBack : undefined;
    expect(guard({ now: ids(4, 6), held }).outcome).toBe('hold');
  });
});
