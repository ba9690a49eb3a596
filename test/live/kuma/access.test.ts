import { join } from 'node:path';
import { describeLive, kumaVersion } from './harness';
import { tellAccessStory } from './story/tellAccessStory';
import { FROM, LEGACY, startRealKuma, startStandIn } from './story/upstreams';

describeLive('access on real Kuma', environment => {
  tellAccessStory(() => startRealKuma(environment));

  // Kuma 3.0 has only the dialect of the story above.
  const older = kumaVersion(environment.binaries).startsWith('2.')
    ? { from: FROM, 'traffic-permission': LEGACY }
    : {};
  for (const [dialect, world] of Object.entries(older)) {
    describe(`where ${dialect} is in force`, () => {
      const directory = join(environment.directory, dialect);
      tellAccessStory(
        () => startRealKuma({ ...environment, directory }, world),
        'allow',
      );
    });
  }
});

describe('access on the stand-in for Kuma', () => {
  tellAccessStory(startStandIn);
});
