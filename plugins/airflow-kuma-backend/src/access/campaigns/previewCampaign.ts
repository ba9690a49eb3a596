import { AccessCampaignPreview } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';
import { AccessContext } from '../AccessContext';
import { AccessRecord } from '../types';
import { reviewersOf } from './reviewersOf';

export const filterSchema = z.strictObject({
  dataDomain: z.string().trim().max(255).optional(),
  owner: z.string().trim().max(255).optional(),
});

export const previewSchema = z.strictObject({ filter: filterSchema });

/** How many grants a campaign would look at, and who would be asked. */
export async function previewCampaign(
  context: Pick<AccessContext, 'store'>,
  { filter }: z.output<typeof previewSchema>,
): Promise<AccessCampaignPreview> {
  const grants = await grantsIn(context, filter);
  const counts = new Map<string, number>();
  for (const ref of grants.flatMap(reviewersOf)) {
    counts.set(ref, (counts.get(ref) ?? 0) + 1);
  }
  return {
    grants: grants.length,
    reviewers: [...counts]
      .map(([ref, number]) => ({ ref, grants: number }))
      .sort(
        (left, right) =>
          right.grants - left.grants || (left.ref < right.ref ? -1 : 1),
      ),
  };
}

/** The live grants of a domain or an owner. */
export async function grantsIn(
  { store }: Pick<AccessContext, 'store'>,
  { dataDomain, owner }: z.output<typeof filterSchema>,
): Promise<AccessRecord[]> {
  const live = await store.all({ states: ['active'] });
  return live.filter(
    record =>
      (!dataDomain || record.domains.includes(dataDomain)) &&
      (!owner ||
        record.resolved.targets.some(target => target.owner === owner)),
  );
}
