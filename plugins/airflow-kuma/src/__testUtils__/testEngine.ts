import { LayoutEngine } from '../graph/layout/LayoutEngine';
import Elk from 'elkjs/lib/elk.bundled';

/** The real ELK, in this thread instead of a worker. */
export function testEngine(): LayoutEngine {
  return new LayoutEngine(Promise.resolve(new Elk()));
}
