import { ExplainLink } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

type Parts = Pick<ExplainLink, 'id' | 'title'>;
type Rest = Pick<ExplainLink, 'at' | 'details'>;

/** Makers of links, so that each check reads as what it found. */
export function linkOf({ id, title }: Parts) {
  const make =
    (status: ExplainLink['status']) =>
    (fact: string, rest?: Rest): ExplainLink => ({
      id,
      title,
      status,
      fact,
      ...rest,
    });
  return {
    ok: make('ok'),
    problem: make('problem'),
    unknown: make('unknown'),
    notApplicable: make('not-applicable'),
  };
}
