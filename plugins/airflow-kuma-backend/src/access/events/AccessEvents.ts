import { AccessStray } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { AccessRecord } from '../types';

/** What happened to a request, after it was committed. */
export type AccessEventName =
  | 'created'
  | 'approved-partly'
  | 'granted'
  /** What was granted for later begins now. */
  | 'started'
  | 'denied'
  | 'withdrawn'
  | 'lapsed'
  | 'active'
  /** Active, and in the place of the one that it prolongs. */
  | 'extended'
  /** A longer one took its place. */
  | 'superseded'
  | 'ending'
  | 'ended'
  | 'failed'
  | 'drifted'
  | 'reviewed'
  | 'remind-decision'
  | 'remind-expiry'
  | 'unused';

/** Somebody who wants to know: notifications, signals, metrics. */
export type AccessListener = (
  name: AccessEventName,
  record: AccessRecord,
  detail?: string,
) => Promise<void> | void;

/** Who wants to know of permissions that carry our label and are nobody's. */
export type StrayListener = (stray: AccessStray) => Promise<void> | void;

/**
 * Tells listeners after the fact. None of them can undo or delay what
 * happened: a failing one is logged and the rest goes on.
 */
export class AccessEvents {
  private readonly listeners: AccessListener[] = [];
  private readonly strayListeners: StrayListener[] = [];

  constructor(private readonly logger: LoggerService) {}

  listen(listener: AccessListener): void {
    this.listeners.push(listener);
  }

  listenToStrays(listener: StrayListener): void {
    this.strayListeners.push(listener);
  }

  async emitStray(stray: AccessStray): Promise<void> {
    for (const listener of this.strayListeners) {
      await this.tell(`permission ${stray.name}`, () => listener(stray));
    }
  }

  async emit(
    name: AccessEventName,
    record: AccessRecord,
    detail?: string,
  ): Promise<void> {
    for (const listener of this.listeners) {
      await this.tell(`access request ${record.id} (${name})`, () =>
        listener(name, record, detail),
      );
    }
  }

  private async tell(
    what: string,
    listener: () => Promise<void> | void,
  ): Promise<void> {
    try {
      await listener();
    } catch (error) {
      this.logger.warn(
        `Telling about ${what} failed: ${(error as Error).message}`,
      );
    }
  }
}
