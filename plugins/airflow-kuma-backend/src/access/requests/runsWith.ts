import {
  AccessRun,
  AccessRuns,
  DagRun,
  finalAccessStates,
  holdsDuring,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagOnIdentity } from '../../graph/queries/dagsOnIdentity';
import { AccessContext } from '../AccessContext';
import { AccessRecord, Caller } from '../types';

/**
 * Who ran what with a grant. The mesh knows identities and no DAGs, so it is
 * the runs of every DAG on one of the grant's, as its DAGs were at that time.
 */
export async function runsWith(
  context: AccessContext,
  caller: Caller,
  record: AccessRecord,
  page: { offset: number; limit: number },
): Promise<AccessRuns> {
  const uriSans = record.resolved.identities.flatMap(one => one.uriSans);
  const identities = [...new Set(uriSans)].sort();
  const from = record.appliedAt ?? record.activeSince;
  if (!from) {
    return {
      items: [],
      total: 0,
      identities,
      dags: [],
      hidden: { dags: 0, runs: 0 },
      limits: [],
    };
  }
  const to = goneAt(record);
  const window = { from, to: to ?? context.now().toISOString() };
  const dags = await dagsOf(context, record, { ...window, identities });
  const visible = await context.visibility.of(caller.credentials);
  const shown = dags.filter(({ ref }) => visible.has(ref));
  const hidden = dags.filter(({ ref }) => !visible.has(ref));
  const [runs, unseen] = await Promise.all([
    context.inventory.runsDuring({ ...window, ...page, dags: shown }),
    context.inventory.runsDuring({
      ...window,
      dags: hidden,
      offset: 0,
      limit: 1,
    }),
  ]);
  const byDag = new Map(
    shown.map(dag => [keyOf(dag.instance, dag.dagId), dag]),
  );
  const requested = new Set(record.resolved.dags.map(({ ref }) => ref));
  return {
    items: runs.items.map(run => {
      const dag = byDag.get(keyOf(run.instance, run.dagId))!;
      return toRun(run, dag, requested.has(dag.ref), window.to);
    }),
    total: runs.total,
    from,
    ...(to && { to }),
    identities,
    dags: shown.map(({ ref, displayName }) => ({
      ref,
      name: displayName,
      requested: requested.has(ref),
    })),
    hidden: { dags: hidden.length, runs: unseen.total },
    limits: await limitsOf(context, dags, from, runs.keptSince),
  };
}

/** When the permission was taken out of the mesh; a grant that has ended can still be in it. */
function goneAt(record: AccessRecord): string | undefined {
  if (record.takenAwayAt) return record.takenAwayAt;
  return finalAccessStates.includes(record.state) ? record.endedAt : undefined;
}

/** Those on the identities, and those that asked, whatever they were read to run as. */
async function dagsOf(
  context: AccessContext,
  { controlPlane, mesh, resolved }: AccessRecord,
  query: { identities: string[]; from: string; to: string },
): Promise<DagOnIdentity[]> {
  const found = await context.dagsOnIdentity({
    controlPlane,
    mesh,
    uriSans: query.identities,
    from: query.from,
    to: query.to,
  });
  const known = new Set(found.map(({ ref }) => ref));
  return found.concat(
    resolved.dags
      .filter(({ ref }) => !known.has(ref))
      .map(({ ref, instance, dagId, name }) => ({
        ref,
        instance,
        dagId,
        displayName: name,
        uriSans: [],
        spans: [],
      })),
  );
}

function toRun(
  run: DagRun,
  dag: DagOnIdentity,
  requested: boolean,
  now: string,
): AccessRun {
  const doubt = doubtOf(run, dag, now);
  return {
    dag: dag.ref,
    dagName: dag.displayName,
    requested,
    runId: run.runId,
    state: run.state,
    runType: run.runType,
    ...(run.triggeredBy && { triggeredBy: run.triggeredBy }),
    ...(run.user && { user: run.user }),
    identity: dag.uriSans,
    ...(run.start && { start: run.start }),
    ...(run.end && { end: run.end }),
    uiUrl: run.uiUrl,
    ...(doubt && { doubt }),
  };
}

function doubtOf(
  run: DagRun,
  { spans }: DagOnIdentity,
  now: string,
): string | undefined {
  if (spans.length === 0)
    return 'The portal did not read in this time that its DAG runs as the identity.';
  if (!run.start) return 'It had not started when it was last read.';
  const { start: from, end: to = now } = run;
  const fits = spans.some(span => holdsDuring(span, { from, to }));
  return fits
    ? undefined
    : 'The portal read its DAG to run as the identity only at another time.';
}

/** Why runs may be missing that there were. */
async function limitsOf(
  context: AccessContext,
  dags: DagOnIdentity[],
  from: string,
  keptSince: string,
): Promise<string[]> {
  const instances = new Set(dags.map(({ instance }) => instance));
  const unwell = (await context.inventory.sources()).filter(
    source =>
      source.kind === 'airflow' &&
      source.state !== 'ok' &&
      instances.has(source.name),
  );
  return [
    ...(keptSince > from
      ? [`Runs from before ${utcMinute(keptSince)} are not kept any more.`]
      : []),
    ...unwell.map(
      ({ title, lastSuccess }) =>
        `${title} cannot be read now; ${
          lastSuccess
            ? `runs since ${utcMinute(lastSuccess)} are missing`
            : 'it was never read'
        }.`,
    ),
  ];
}

function keyOf(instance: string, dagId: string): string {
  return JSON.stringify([instance, dagId]);
}
