import {
  DECIDING_KINDS,
  ExplainLink,
  SourcePart,
  SourceStatus,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from '../ExplainFacts';
import { linkOf } from './links';

const link = linkOf({
  id: 'source-data',
  title: 'The age of what this rests on',
});

/** Old data can explain yesterday, not now. */
export function checkSourceData({
  sources,
  service,
}: ExplainFacts): ExplainLink {
  const known = [sources.airflow, sources.kuma].filter(
    source => source !== undefined,
  );
  const details = known.map(({ kind, name, lastSuccess }) => ({
    label: `${kind} ${name}`,
    value: lastSuccess ? `read ${utcMinute(lastSuccess)}` : 'never read',
  }));
  const failing = known.filter(({ state }) => state !== 'ok');
  const unread = failing.length ? [] : unreadKinds(sources.kuma, service.mesh);
  if (unread.length) {
    const words = unread.map(
      ({ name, since, reason }) =>
        `${name} resources are not told${
          since ? ` since ${utcMinute(since)}` : ''
        }: ${reason}`,
    );
    return link.problem(`Of ${sources.kuma!.name}, ${words.join('; ')}.`, {
      details,
    });
  }
  if (!failing.length) {
    return link.ok(
      'Airflow and the control plane both answered their last read.',
      {
        details,
        at: sources.kuma?.lastSuccess,
      },
    );
  }
  const words = failing.map(({ name, lastSuccess, error }) =>
    [
      lastSuccess
        ? `${name} has not answered since ${utcMinute(lastSuccess)}`
        : `${name} has never answered`,
      error,
    ]
      .filter(Boolean)
      .join(': '),
  );
  return link.problem(`${words.join('; ')}.`, { details });
}

/** What the control plane does not tell now of what decides in this mesh. */
function unreadKinds(
  source: SourceStatus | undefined,
  mesh: string,
): SourcePart[] {
  const deciding = new Set<string>(DECIDING_KINDS);
  return (source?.parts ?? []).filter(
    part =>
      part.state !== 'read' &&
      deciding.has(part.name) &&
      (part.mesh === undefined || part.mesh === mesh),
  );
}
