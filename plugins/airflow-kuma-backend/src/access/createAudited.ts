import { AuditorService } from '@backstage/backend-plugin-api';
import { Audited } from './router';

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
