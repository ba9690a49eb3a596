import { ChangedMeanwhileError } from './store';

const MAX_ATTEMPTS = 5;

/**
 * Does work that begins by reading a request, and again where somebody changed
 * that request in between: another person, or the backend itself on this or
 * another replica. Each time it is judged on what is there then.
 */
export async function againWhenChanged<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ChangedMeanwhileError) || attempt === MAX_ATTEMPTS)
        throw error;
    }
  }
}
