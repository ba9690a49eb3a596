import { mockServices } from '@backstage/backend-test-utils';
import { SIGNAL_CHANNEL } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createInventorySignaller } from './createInventorySignaller';

describe('createInventorySignaller', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function setUp(publish = jest.fn(async () => {})) {
    const logger = mockServices.logger.mock();
    return {
      logger,
      publish,
      tell: createInventorySignaller({ signals: { publish }, logger }),
    };
  }

  it('tells everybody at once, and nothing but that', () => {
    const { publish, tell } = setUp();
    tell();
    expect(publish).toHaveBeenCalledWith({
      recipients: { type: 'broadcast' },
      channel: SIGNAL_CHANNEL,
      message: { changed: 'inventory' },
    });
  });

  it('makes one of many changes, without losing the last', () => {
    const { publish, tell } = setUp();
    for (let change = 0; change < 20; change += 1) tell();
    expect(publish).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(2_000);
    expect(publish).toHaveBeenCalledTimes(2);
    jest.advanceTimersByTime(60_000);
    expect(publish).toHaveBeenCalledTimes(2);
  });

  it('survives that nobody can be told', async () => {
    const { tell, logger } = setUp(
      jest.fn(async () => {
        throw new Error('no events');
      }),
    );
    tell();
    await jest.advanceTimersByTimeAsync(0);
    expect(logger.debug).toHaveBeenCalledWith(
      'Open pages were not told of a change: no events',
    );
  });
});
