import { ProxyVersion } from '../ExplainFacts';
import { certificateEvents } from './certificateEvents';

const now = '2026-11-23T00:00:00Z';
const at = (hour: number) =>
  `2026-11-22T${String(hour).padStart(2, '0')}:00:00Z`;

function version(
  from: number,
  to: number | undefined,
  certificate: ProxyVersion['proxy']['certificate'],
  status: ProxyVersion['proxy']['status'] = 'online',
): ProxyVersion {
  return {
    validFrom: at(from),
    validTo: to === undefined ? undefined : at(to),
    proxy: { status, certificate },
  };
}
const events = (...history: ProxyVersion[]) =>
  certificateEvents(history, now).map(
    event => `${event.at.slice(11, 13)} ${event.what}`,
  );

describe('certificateEvents', () => {
  it('sees renewals, also when counting starts again', () => {
    expect(
      events(
        version(1, 5, { expires: at(6), regenerations: 7, issuer: 'a' }),
        version(5, 9, { expires: at(10), regenerations: 1, issuer: 'a' }),
        version(9, undefined, {
          expires: '2026-11-23T05:00:00Z',
          regenerations: 2,
          issuer: 'a',
        }),
      ),
    ).toEqual(['01 first-seen', '05 regenerated', '09 regenerated']);
  });

  it('sees an expiry once, when the certificate stayed past its end', () => {
    const certificate = { expires: at(6), regenerations: 7, issuer: 'a' };
    expect(
      events(
        version(1, 5, certificate),
        version(5, 9, certificate, 'offline'),
        version(9, undefined, {
          ...certificate,
          expires: '2026-11-23T05:00:00Z',
        }),
      ),
    ).toEqual([
      '01 first-seen',
      '05 disconnected',
      '06 expired',
      '09 connected',
      '09 regenerated',
    ]);
  });

  it('tells a renewal by when it was, so that none expires that was renewed in time', () => {
    expect(
      events(
        version(1, 7, { expires: at(6), regenerations: 1, issuer: 'a' }),
        version(7, undefined, {
          expires: '2026-11-23T05:00:00Z',
          lastRegeneration: at(5),
          regenerations: 2,
          issuer: 'a',
        }),
      ),
    ).toEqual(['01 first-seen', '05 regenerated']);
  });

  it('tells what the proxy knows from before the portal looked, without guessing', () => {
    const [connected, issued, seen] = certificateEvents(
      [
        {
          validFrom: at(9),
          proxy: {
            status: 'online',
            since: at(1),
            certificate: {
              expires: '2026-11-23T05:00:00Z',
              lastRegeneration: at(5),
              regenerations: 3,
              issuer: 'a',
            },
          },
        },
      ],
      now,
    );
    expect(connected).toEqual({ at: at(1), what: 'connected' });
    expect(issued).toMatchObject({ at: at(5), what: 'regenerated' });
    expect(seen).toMatchObject({ at: at(9), what: 'first-seen' });
  });

  it('sees another issuer', () => {
    expect(
      events(
        version(1, 5, { issuer: 'ca-1' }),
        version(5, undefined, { issuer: 'kri_mid' }),
      ),
    ).toEqual(['01 first-seen', '05 issuer-changed']);
  });

  it('says nothing of a proxy without a certificate', () => {
    expect(events(version(1, undefined, undefined))).toEqual([]);
  });
});
