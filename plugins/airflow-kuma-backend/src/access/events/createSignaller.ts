import { SignalsService } from '@backstage/plugin-signals-node';
import { sendChange } from '../../signals';
import { AccessListener } from './AccessEvents';

/** Tells open pages that a request or a grant changed. */
export function createSignaller(signals: SignalsService): AccessListener {
  return () => sendChange(signals, 'access');
}
