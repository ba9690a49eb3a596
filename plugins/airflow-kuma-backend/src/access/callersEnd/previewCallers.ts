import { createTwoFilesPatch } from 'diff';
import { CallersEnd } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { ResolvedAccess } from '../types';
import { CallersAssessor, CallerWorkload } from './assessCallers';
import { describeCallers } from './describeCallers';
import { WorkloadManifest } from './manifests';

/** What a request would take at the caller's end, with the change of each manifest. */
export async function previewCallers(
  context: AccessContext,
  resolved: ResolvedAccess,
): Promise<CallersEnd | undefined> {
  const snapshot = await context.inventory.meshSnapshot(resolved);
  if (!snapshot) return undefined;
  const assessor = new CallersAssessor(
    resolved,
    context.views.of(resolved, snapshot),
    context.manifests.known,
  );
  const assessment = assessor.assess(resolved);
  const end = describeCallers(assessment, new Map());
  const changes = await Promise.all(
    assessment.workloads.map(workload => changeOfManifest(context, workload)),
  );
  const shown = assessment.workloads.map(({ name }, index) => ({
    name,
    change: changes[index],
  }));
  return {
    ...end,
    workloads: end.workloads.map(workload => ({
      ...workload,
      ...shown.find(({ name, change }) => name === workload.workload && change)
        ?.change,
    })),
  };
}

/** As its pull request would show it, or why there will be none. */
async function changeOfManifest(
  context: AccessContext,
  { manifest, entries }: CallerWorkload,
): Promise<{ diff?: string; byHand?: string } | undefined> {
  const add = entries.flatMap(({ entry }) =>
    entry.list === 'reachableBackends' ? [entry.ref] : [],
  );
  if (!manifest || add.length === 0) return undefined;
  const answer = await context.manifests.preview(manifest, {
    add,
    remove: [],
    ours: false,
  });
  if ('problem' in answer) return { byHand: `${answer.problem}.` };
  return { diff: diffOf(manifest, answer) };
}

function diffOf(
  { path }: WorkloadManifest,
  { before, after }: { before: string; after: string },
): string {
  return createTwoFilesPatch(
    `a/${path}`,
    `b/${path}`,
    before,
    after,
    undefined,
    undefined,
    { context: 3 },
  );
}
