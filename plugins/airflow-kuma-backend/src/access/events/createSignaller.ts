import { SignalsService } from '@backstage/plugin-signals-node';
import { AccessListener } from './AccessEvents';

/** Channel that open pages listen to. */
export const SIGNAL_CHANNEL = 'airflow-kuma:access';

/** Tells open pages to read again. Everybody can listen, so it says nothing else. */
export function createSignaller(signals: SignalsService): AccessListener {
  return async () => {
    await signals.publish({
      recipients: { type: 'broadcast' },
      channel: SIGNAL_CHANNEL,
      message: { changed: true },
    });
  };
}
