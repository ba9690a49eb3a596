import { ExplainLink } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from '../ExplainFacts';
import { linkOf } from './links';

const link = linkOf({
  id: 'source-data',
  title: 'What this rests on is fresh',
});

/** Old data can explain yesterday, not now. */
export function checkSourceData({ sources }: ExplainFacts): ExplainLink {
  const known = [sources.airflow, sources.kuma].filter(
    source => source !== undefined,
  );
  const details = known.map(({ kind, name, lastSuccess }) => ({
    label: `${kind} ${name}`,
    value: lastSuccess ? `read ${lastSuccess}` : 'never read',
  }));
  const failing = known.filter(({ state }) => state !== 'ok');
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
        ? `${name} has not answered since ${lastSuccess}`
        : `${name} has never answered`,
      error,
    ]
      .filter(Boolean)
      .join(': '),
  );
  return link.problem(`${words.join('; ')}.`, { details });
}
