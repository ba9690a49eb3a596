import {
  ChangeSignal,
  SIGNAL_CHANNEL,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { SignalsService } from '@backstage/plugin-signals-node';

/** Tells all open pages to read again. */
export async function sendChange(
  signals: SignalsService,
  changed: ChangeSignal['changed'],
): Promise<void> {
  await signals.publish<ChangeSignal>({
    recipients: { type: 'broadcast' },
    channel: SIGNAL_CHANNEL,
    message: { changed },
  });
}
