import { stringify } from 'yaml';
import { ReachNeed } from './ReachNeeds';

/**
 * The list of a workload as its platform takes it, to copy.
 * @public
 */
export function reachYaml({ place, kept, added }: ReachNeed): string {
  const refs = [...kept, ...added];
  const value =
    place === 'pod'
      ? {
          metadata: {
            annotations: {
              'kuma.io/reachable-backends': text({ refs }),
            },
          },
        }
      : {
          networking: { transparentProxying: { reachableBackends: { refs } } },
        };
  return text(value);
}

function text(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
