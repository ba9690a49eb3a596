import { utcMinute } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { AccessRecord } from '../types';

const DAY = 86_400_000;
/** Before the end of a grant; the last one that fits is sent, each once. */
const BEFORE_END = [7 * DAY, DAY];
/** Before an undecided request lapses. */
const BEFORE_LAPSE = [5 * DAY, DAY];

/** Reminds who has to decide, and whose grant ends soon. */
export async function remind(context: AccessContext): Promise<number> {
  const now = context.now().getTime();
  let sent = 0;
  for (const record of await context.store.endingBefore(
    new Date(now + BEFORE_END[0]).toISOString(),
  )) {
    const pending = record.state === 'pending';
    const end = Date.parse((pending ? record.lapsesAt : record.end) ?? '');
    const begun = Date.parse(
      pending ? record.requestedAt : record.activeSince ?? record.requestedAt,
    );
    const due = (pending ? BEFORE_LAPSE : BEFORE_END)
      // A grant of a day needs no reminder a week before.
      .filter(before => end - begun > before * 1.5 && now >= end - before)
      .map(before => `${pending ? 'lapse' : 'end'}-${before / DAY}d`);
    const latest = due[due.length - 1];
    if (!latest || record.reminded?.includes(latest)) continue;
    if (!(await note(context, record, due))) continue;
    await context.events.emit(
      pending ? 'remind-decision' : 'remind-expiry',
      record,
      `${pending ? 'It lapses' : 'It ends'} at ${utcMinute(end)}.`,
    );
    sent++;
  }
  return sent;
}

/** First noted, then sent: a replica that is killed in between sends one less, never two. */
async function note(
  context: AccessContext,
  record: AccessRecord,
  due: string[],
): Promise<boolean> {
  return context.store.transaction(async transaction => {
    const current = await context.store.get(record.id, transaction);
    if (current.version !== record.version) return false;
    const reminded = [...new Set([...(record.reminded ?? []), ...due])];
    await context.store.update(transaction, { ...current, reminded });
    return true;
  });
}
