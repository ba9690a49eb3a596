import { AuditorService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import express from 'express';

/** Runs work under an event of Backstage's own auditor. */
export type Audited = <T>(
  request: express.Request,
  eventId: string,
  meta: JsonObject,
  work: () => Promise<T>,
) => Promise<T>;

/** Tells Backstage's auditor too, for those who collect its events. */
export function createAudited(auditor: AuditorService): Audited {
  return async (request, eventId, meta, work) => {
    const event = await auditor.createEvent({
      eventId,
      severityLevel: 'medium',
      request,
      meta,
    });
    try {
      const result = await work();
      await event.success();
      return result;
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  };
}
