import { eventDetails } from './eventDetails';

const nameOf = (ref: string) => ref.replace('group:default/', 'the team of ');

describe('eventDetails', () => {
  it.each([
    [undefined, []],
    ['odd', []],
    [{ state: 'active', confirmation: 'Acknowledged.' }, ['Acknowledged.']],
    [
      {
        rationale: 'Only reads',
        duration: 'P1D',
        waiting: 'Waiting for 1 of x.',
      },
      ['“Only reads”', 'For 1 day.', 'Waiting for 1 of x.'],
    ],
    [{ rationale: 'Done', reason: 'revoked: Done' }, ['“Done”']],
    [{ reason: 'expired' }, ['“expired”']],
    [{ reviewer: 'group:default/payments' }, ['To the team of payments.']],
    [
      { driver: 'git', reference: 'abc1234', warnings: ['Old.', 3] },
      ['Written through git.', 'See abc1234.', 'Old.'],
    ],
    [{ drift: { detail: 'Somebody deleted it.' } }, ['Somebody deleted it.']],
  ])('tells %j', (after, details) => {
    expect(eventDetails(after, nameOf)).toEqual(details);
  });
});
