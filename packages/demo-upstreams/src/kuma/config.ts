import configOf2 from './config-2.14.3.json';
import configOf3 from './config-3.0.0-preview.json';
import type { KumaState } from './KumaState';

const byVersion = { '2.14.3': configOf2, '3.0.0-preview': configOf3 };

/** `/config` as the real control plane answered it, with what differs here. */
export function config(state: KumaState): unknown {
  const recorded = byVersion[state.version];
  const { restrictOutbound } = state;
  return {
    ...recorded,
    apiServer: { ...recorded.apiServer, readOnly: state.readOnly },
    defaults: {
      ...recorded.defaults,
      ...(restrictOutbound !== undefined && { restrictOutbound }),
    },
    multizone: {
      ...recorded.multizone,
      zone: { ...recorded.multizone.zone, name: state.zone },
    },
  };
}
