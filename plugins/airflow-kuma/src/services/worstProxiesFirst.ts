import {
  hasExpired,
  Proxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

type Rated = Pick<Proxy, 'status' | 'certificate'>;

/** What is wrong with a proxy, the worst first. */
const WRONG: ((proxy: Rated, now: number) => boolean)[] = [
  ({ certificate }, now) => hasExpired(certificate?.expires, now),
  ({ status }) => status === 'offline',
  ({ status }) => status !== 'online',
];

/** Proxies that need a look first; the others by when their certificate runs out. */
export function worstProxiesFirst<T extends Rated>(
  proxies: T[],
  now: number = Date.now(),
): T[] {
  const rank = (proxy: T) => {
    const found = WRONG.findIndex(isWrong => isWrong(proxy, now));
    return found < 0 ? WRONG.length : found;
  };
  const end = ({ certificate }: T) =>
    Date.parse(certificate?.expires ?? '9999-12-31');
  return [...proxies].sort((a, b) => rank(a) - rank(b) || end(a) - end(b));
}
