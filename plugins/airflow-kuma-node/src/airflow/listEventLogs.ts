import { Listing } from '../http/types';
import { isUpstreamError } from '../http/UpstreamError';
import { RawEventLog } from './types';

/**
 * Reads the log of actions where the account may, and checks the filters on
 * the rows: versions that do not know one ignore it.
 */
export async function listEventLogs(
  query: { since: string; events?: string[] },
  read: () => Promise<Listing<RawEventLog>>,
): Promise<Listing<RawEventLog> | undefined> {
  try {
    const { rows, ...listing } = await read();
    const since = Date.parse(query.since);
    return {
      ...listing,
      rows: rows.filter(
        row =>
          Date.parse(row.at) >= since &&
          (!query.events || query.events.includes(row.event)),
      ),
    };
  } catch (error) {
    // Only Airflow's administrators may, by default.
    if (isUpstreamError(error, 'forbidden')) return undefined;
    throw error;
  }
}
