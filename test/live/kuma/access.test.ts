import { describeLive } from './harness';
import { tellAccessStory } from './story/tellAccessStory';
import { startRealKuma, startStandIn } from './story/upstreams';

describeLive('access on real Kuma', environment => {
  tellAccessStory(() => startRealKuma(environment));
});

describe('access on the stand-in for Kuma', () => {
  tellAccessStory(startStandIn);
});
