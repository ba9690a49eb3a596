import { join } from 'node:path';
import { describeLive, describeWhere, kumaVersion } from './harness';
import { tellAccessStory } from './story/tellAccessStory';
import {
  FROM,
  LEGACY,
  RULES,
  startRealKuma,
  startStandIn,
} from './story/upstreams';

const WORLDS = { rules: RULES, from: FROM, 'traffic-permission': LEGACY };

describeLive('access on real Kuma', environment => {
  const version = kumaVersion(environment.binaries);
  for (const [dialect, world] of Object.entries(WORLDS)) {
    const name = `by ${dialect}`;
    describeWhere(version, world.certificates, name, () => {
      const directory = join(environment.directory, dialect);
      tellAccessStory(
        () => startRealKuma({ ...environment, directory }, world),
        world.already.length > 0 ? 'allow' : 'deny',
      );
    });
  }
});

describe('access on the stand-in for Kuma', () => {
  tellAccessStory(startStandIn);
});
