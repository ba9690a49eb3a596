import { LoggerService } from '@backstage/backend-plugin-api';
import { AccessRecord } from '../types';

/** What happened to a request, after it was committed. */
export type AccessEventName =
  | 'created'
  | 'approved-partly'
  | 'granted'
  | 'denied'
  | 'withdrawn'
  | 'lapsed'
  | 'active'
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

/**
 * Tells listeners after the fact. None of them can undo or delay what
 * happened: a failing one is logged and the rest goes on.
 */
export class AccessEvents {
  private readonly listeners: AccessListener[] = [];

  constructor(private readonly logger: LoggerService) {}

  listen(listener: AccessListener): void {
    this.listeners.push(listener);
  }

  async emit(
    name: AccessEventName,
    record: AccessRecord,
    detail?: string,
  ): Promise<void> {
    for (const listener of this.listeners) {
      try {
        await listener(name, record, detail);
      } catch (error) {
        this.logger.warn(
          `Telling about access request ${record.id} (${name}) failed: ${
            (error as Error).message
          }`,
        );
      }
    }
  }
}
