/** Channel on which the backend tells open pages to read again. @public */
export const SIGNAL_CHANNEL = 'airflow-kuma:changes';

/**
 * What a signal says. Everybody can listen, so it says no more than which half
 * of what pages show is old: access requests and grants, or the inventory with
 * the edges that follow from it.
 * @public
 */
export type ChangeSignal = { changed: 'access' | 'inventory' };
