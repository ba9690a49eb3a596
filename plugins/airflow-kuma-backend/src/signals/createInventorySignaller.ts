import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import throttle from 'lodash/throttle';
import { sendChange } from './sendChange';

/** Sources that are read at the same time are one change to whoever looks. */
const EVERY_MS = 2_000;

/**
 * Tells open pages that the inventory changed: at once, and then not more
 * often than anybody could read. Without a signals backend pages poll.
 */
export function createInventorySignaller(options: {
  signals: SignalsService;
  logger: LoggerService;
}): () => void {
  const { signals, logger } = options;
  return throttle(() => {
    sendChange(signals, 'inventory').catch(error =>
      logger.debug(`Open pages were not told of a change: ${error.message}`),
    );
  }, EVERY_MS);
}
