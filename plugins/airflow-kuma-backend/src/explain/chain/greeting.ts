import { ExplainLink } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from '../ExplainFacts';
import { linkOf } from './links';

const link = linkOf({
  id: 'greeting',
  title: 'What a refused caller can still read',
});

/**
 * Envoy decides on a TCP port at the caller's first byte, so a server that
 * speaks first is heard by everybody (measured on 2.14.3).
 */
export function checkGreeting({ port, permitted }: ExplainFacts): ExplainLink {
  if (port.protocol !== 'tcp' || permitted.outcome === 'not-enforced') {
    return link.notApplicable('Nothing: the caller has to speak first here.');
  }
  return link.ok(
    'This port is plain TCP. Where its server speaks first, as databases, SMTP and SSH do, a refused caller still reads that greeting: the mesh decides at its first byte.',
  );
}
