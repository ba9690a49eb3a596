import {
  ExplainLink,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';
import { ExplainFacts } from '../ExplainFacts';
import { linkOf } from './links';

const link = linkOf({
  id: 'identity-ready',
  title: 'What gives both sides their identity',
});

const statusSchema = z.looseObject({
  conditions: z.array(
    z.looseObject({
      type: z.string(),
      status: z.string(),
      reason: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
});

/** Whether what issues the certificates says that it works. */
export function checkIdentityReady(facts: ExplainFacts): ExplainLink {
  const sides = [...facts.source, ...facts.destination];
  if (facts.mesh?.mtls === 'off') {
    return link.notApplicable('This mesh gives out no identities.');
  }
  if (!sides.length) {
    return link.unknown('There is no proxy that could hold an identity.');
  }
  const issuers = new Map(
    sides.flatMap(({ issuer }) => (issuer ? [[issuer.name, issuer]] : [])),
  );
  for (const issuer of issuers.values()) {
    const trouble = notReady(issuer);
    if (trouble) return link.problem(trouble);
  }
  const without = sides.find(({ identity }) => identity.kind === 'none');
  if (without) {
    const { proxy, identity } = without;
    return link.problem(
      `${proxy.name} has no identity${
        identity.reason ? `: ${identity.reason}` : ''
      }.`,
    );
  }
  const names = [...new Set(sides.map(({ identity }) => identity.issuer))];
  return link.ok(
    issuers.size
      ? `MeshIdentity ${[...issuers.keys()].join(', ')} is ready.`
      : `Certificates come from the mesh's CA${
          names[0] ? ` ${names.filter(Boolean).join(', ')}` : ''
        }.`,
  );
}

/** Why a MeshIdentity is not ready, in its own words, which name the cause. */
export function notReady(issuer: KumaResource): string | undefined {
  const status = statusSchema.safeParse(issuer.status);
  if (!status.success) return undefined;
  const { conditions } = status.data;
  const ready = conditions.find(({ type }) => type === 'Ready');
  if (!ready || ready.status === 'True') return undefined;
  const cause =
    conditions.find(
      ({ type, status: state }) => type !== 'Ready' && state === 'False',
    ) ?? ready;
  return `MeshIdentity ${issuer.name} is not ready: ${[
    cause.reason,
    cause.message,
  ]
    .filter(Boolean)
    .join(', ')}.`;
}
