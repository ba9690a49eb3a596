import {
  ControlPlaneFacts,
  KumaClient,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { PartName, ReadParts } from '../parts/ReadParts';
import { ControlPlaneRecord } from '../read/snapshotOf';
import { ReadOptions } from '../types';

const FACTS: PartName = {
  name: 'kinds of resources',
  advice: 'Let our account read /_resources.',
};
const CONFIG: PartName = {
  name: 'configuration',
  advice:
    'Let our account read /config (access.static.controlPlaneMetadata in the configuration of the control plane).',
};

/** What is known of a control plane, told now or last. */
export type FactsInUse = Pick<
  ControlPlaneFacts,
  'version' | 'writable' | 'deployment'
> &
  Pick<ControlPlaneRecord, 'restrictOutbound' | 'lastRestrictOutbound'> & {
    /** Whether it has a kind at all. */
    serves: (kind: string) => boolean;
  };

/**
 * Asks a control plane what it is and how it is configured, each a part of its
 * own. Of a part that is not told the last answer stands; but whether ways out
 * are closed is then not known: its last answer may have let calls through.
 */
export async function readControlPlane(
  client: KumaClient,
  parts: ReadParts,
  options: Pick<ReadOptions, 'version' | 'writable' | 'parts'>,
  stored: () => Promise<ControlPlaneRecord | undefined>,
): Promise<FactsInUse> {
  const [facts, config] = await Promise.all([
    parts.read(FACTS, signal => client.facts({ signal, withoutConfig: true })),
    parts.read(CONFIG, signal => client.config({ signal })),
  ]);
  const told = facts.value
    ? kindsOf(facts.value)
    : {
        version: options.version ?? 'unknown',
        writable: options.writable ?? false,
        serves: servedBefore(options),
      };
  if (config.state === 'read') {
    const { deployment, restrictOutbound } = config.value!;
    if (restrictOutbound === 'unknown') {
      parts.remark(
        CONFIG,
        deployment?.mode === 'global'
          ? 'It does not tell whether its zones close ways out (restrictOutbound): each has a configuration of its own.'
          : 'It says something of ways out (restrictOutbound) that is not understood.',
      );
    }
    return {
      ...told,
      deployment,
      restrictOutbound,
      lastRestrictOutbound: restrictOutbound,
    };
  }
  const last = await stored();
  const lastRestrictOutbound = last?.lastRestrictOutbound;
  if (typeof lastRestrictOutbound === 'boolean') {
    parts.add(
      CONFIG,
      `It last said restrictOutbound: ${lastRestrictOutbound}.`,
    );
  }
  return {
    ...told,
    deployment: last?.deployment,
    restrictOutbound: 'unknown',
    lastRestrictOutbound,
  };
}

function kindsOf({ version, writable, kinds }: ControlPlaneFacts) {
  return { version, writable, serves: (kind: string) => kind in kinds };
}

/** What was a part before is still there; all, where nothing was read yet. */
function servedBefore({ parts }: Pick<ReadOptions, 'parts'>) {
  const known = new Set(parts.map(({ name }) => name));
  return (kind: string) => known.size === 0 || known.has(kind);
}
