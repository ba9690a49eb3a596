import { guardDrop } from './guardDrop';

const ids = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `dag${index + from}`);

function guard(more: Partial<Parameters<typeof guardDrop>[0]>) {
  return guardDrop({
    what: 'dags',
    before: ids(10),
    now: [],
    share: 0.5,
    totalLossWait: 60 * 60_000,
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
    ['the share is 1', { share: 1, now: ids(1) }],
    ['a total loss need not wait', { totalLossWait: 0 }],
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

  describe('a total loss', () => {
    const at = (minutes: number) =>
      new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();
    const heldAfter = (verdict: ReturnType<typeof guardDrop>) =>
      verdict.outcome === 'hold' ? verdict.heldBack : undefined;

    it.each([
      ['nothing is left', []],
      ['a twentieth is left', ids(1)],
      ['all have other names', ids(20, 90)],
    ])('waits its hour however often it repeats when %s', (_, now) => {
      const more = { before: ids(20), now };
      let held = heldAfter(guard({ ...more, time: at(0) }));
      expect(held).toMatchObject({ since: at(0), until: at(60) });
      for (const minutes of [1, 2, 30, 59]) {
        held = heldAfter(guard({ ...more, held, time: at(minutes) }));
        expect(held).toMatchObject({ since: at(0), until: at(60) });
      }
      const over = { ...more, held, time: at(60) };
      expect(guard(over).outcome).toBe('apply');
    });

    it('is let through by an admin at once', () => {
      expect(guard({ confirmed: true }).outcome).toBe('apply');
    });

    it('waits its hour from when a smaller drop became one', () => {
      const smaller = heldAfter(guard({ now: ids(4), time: at(0) }));
      const held = heldAfter(guard({ held: smaller, time: at(10) }));
      expect(held).toMatchObject({ since: at(0), until: at(70) });
    });

    it('is over as any drop when part of it came back', () => {
      const held = heldAfter(guard({ time: at(0) }));
      const part = heldAfter(guard({ now: ids(2), held, time: at(1) }));
      expect(part).toMatchObject({ since: at(1), to: 2 });
      expect(part).not.toHaveProperty('until');
      expect(guard({ now: ids(2), held: part, time: at(2) }).outcome).toBe(
        'apply',
      );
    });

    it('is held whatever share may go missing', () => {
      expect(guard({ share: 1 }).outcome).toBe('hold');
    });
  });
});
