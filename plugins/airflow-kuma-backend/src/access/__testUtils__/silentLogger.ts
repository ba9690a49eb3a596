import { LoggerService } from '@backstage/backend-plugin-api';

/** Says nothing; unlike a mock it also works outside of jest. */
export function silentLogger(): LoggerService {
  const logger: LoggerService = {
    error: () => {},
    warn: () => {},
    info: () => {},
    debug: () => {},
    child: () => logger,
  };
  return logger;
}
