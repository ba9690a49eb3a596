import {
  counted,
  ExplainLink,
  hasExpired,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts, ProxyFacts } from '../ExplainFacts';
import { linkOf } from './links';

const source = linkOf({
  id: 'source-certificate',
  title: "The DAG's certificate",
});
const destination = linkOf({
  id: 'destination-certificate',
  title: "The service's certificate",
});

export function checkSourceCertificate(facts: ExplainFacts): ExplainLink {
  return judge(source, facts.source, facts);
}

export function checkDestinationCertificate(facts: ExplainFacts): ExplainLink {
  return judge(destination, facts.destination, facts);
}

function judge(
  link: ReturnType<typeof linkOf>,
  sides: ProxyFacts[],
  { mesh, now }: ExplainFacts,
): ExplainLink {
  if (mesh?.mtls === 'off') {
    return link.notApplicable('Without mTLS there are no certificates.');
  }
  if (!sides.length)
    return link.notApplicable('There is no proxy to show one.');
  const details = sides
    .slice(0, 20)
    .flatMap(({ proxy }) => certificateDetails(proxy));
  const bare = sides.find(
    ({ proxy }) => !proxy.certificate && proxy.status !== 'unknown',
  );
  if (bare) {
    return link.problem(`${bare.proxy.name} shows no certificate.`, {
      details,
    });
  }
  const expired = sides.find(({ proxy }) =>
    hasExpired(proxy.certificate?.expires, Date.parse(now)),
  );
  if (expired) {
    const { name, certificate } = expired.proxy;
    return link.problem(
      `The certificate of ${name} expired at ${utcMinute(
        certificate!.expires!,
      )}.`,
      { at: certificate?.expires, details },
    );
  }
  const untold = sides.find(({ proxy }) => !proxy.certificate?.expires);
  if (untold?.proxy.status === 'unknown') {
    return link.unknown(
      `The control plane does not tell the certificate of ${untold.proxy.name}.`,
      { details },
    );
  }
  if (untold) {
    return link.unknown(
      `${
        untold.proxy.certificate?.issuer ?? 'The issuer'
      } reports no expiry for ${
        untold.proxy.name
      }: an external issuer keeps that to itself, so it cannot be told here.`,
      { details },
    );
  }
  const first = sides
    .flatMap(({ proxy }) => proxy.certificate?.expires ?? [])
    .sort()[0];
  return link.ok(`Valid until ${utcMinute(first)}.`, { at: first, details });
}

function certificateDetails({
  name,
  status,
  certificate,
}: ProxyFacts['proxy']) {
  if (!certificate) {
    const value = status === 'unknown' ? 'not told' : 'no certificate';
    return [{ label: name, value }];
  }
  const { issuer, expires, lastRegeneration, regenerations } = certificate;
  const value = [
    issuer && `issued by ${issuer}`,
    lastRegeneration && `since ${utcMinute(lastRegeneration)}`,
    expires ? `until ${utcMinute(expires)}` : 'expiry not reported',
    regenerations !== undefined && `renewed ${counted(regenerations, 'time')}`,
  ]
    .filter(Boolean)
    .join(', ');
  return [{ label: name, value }];
}
