import { EventLog } from './types';

/**
 * Airflow's log of actions. Rows whose time has not come are kept back and get
 * their id when it has, so that ids and times rise together.
 */
export class EventJournal {
  readonly rows: EventLog[] = [];
  #coming: Omit<EventLog, 'id'>[] = [];

  add(row: Omit<EventLog, 'id'>): void {
    this.#coming.push(row);
  }

  settle(now: number): void {
    const due = this.#coming.filter(({ when }) => when <= now);
    if (due.length === 0) return;
    this.#coming = this.#coming.filter(({ when }) => when > now);
    due.sort((a, b) => a.when - b.when);
    for (const row of due) this.rows.push({ ...row, id: this.rows.length + 1 });
  }
}
