import { AccessQuery } from '../api';
import { dayEnd, dayStart } from '../audit/days';
import { UrlState } from '../hooks/useUrlState';

/** Keys of the address by which requests are searched. */
export const SEARCH_KEYS = [
  'text',
  'person',
  'dag',
  'service',
  'state',
  'from',
  'to',
  'ref',
] as const;

/** What is searched for, as the address says it. */
export function requestSearch(
  url: Pick<UrlState, 'one' | 'all'>,
): Omit<AccessQuery, 'view'> {
  const states = url.all('state');
  return {
    text: url.one('text'),
    person: url.one('person'),
    dag: url.one('dag'),
    service: url.one('service'),
    ...(states.length > 0 && { state: states }),
    from: dayStart(url.one('from')),
    to: dayEnd(url.one('to')),
    ref: url.one('ref'),
  };
}
