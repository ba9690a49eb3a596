import {
  AccessState,
  capitalized,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { AccessConfig } from '../config';
import { NameOf, PeopleReader } from '../people/PeopleReader';
import { AccessRecord } from '../types';
import { AccessEventName, AccessListener, StrayListener } from './AccessEvents';

type Message = {
  to: string[];
  title: string;
  severity?: NotificationSendOptions['payload']['severity'];
};

/** How the end of a grant is told; what a person wrote stands below it. */
const ENDINGS: Partial<Record<AccessState, string>> = {
  expired: 'Access expired',
  revoked: 'Access was revoked',
  'ended-unused': 'Access ended, for nobody used it',
  'ended-drift': 'Access ended, for somebody else changed it in the mesh',
  'ended-review': 'Access ended in a review',
};

/**
 * Tells people through the notifications backend, each with a link to the
 * request. A later message about a request takes the place of an earlier one.
 */
export function createNotifier(options: {
  notifications: NotificationService;
  config: Pick<AccessConfig, 'breakGlass' | 'requestForOthers'>;
  people: Pick<PeopleReader, 'namesOf'>;
  /** Path of the page of a request. */
  linkOf(id: string): string;
}): AccessListener {
  return async (name, record, detail) => {
    const nameOf = await options.people.namesOf([record.requester]);
    const messages = [
      messageFor(name, record, nameOf, options.config.breakGlass.securityGroup),
      messageToCaller(name, record, nameOf, options.config),
    ];
    for (const message of messages) {
      if (!message || message.to.length === 0) continue;
      await options.notifications.send({
        recipients: { type: 'entity', entityRef: [...new Set(message.to)] },
        payload: {
          title: message.title,
          description: detail ? capitalized(detail) : record.reason,
          link: options.linkOf(record.id),
          severity: message.severity ?? 'normal',
          topic: 'access-request',
          scope: `airflow-kuma:access:${record.id}:${message.to[0]}`,
        },
      });
    }
  };
}

/** The same for permissions of nobody's: to who looks after the portal. */
export function createStrayNotifier(options: {
  notifications: NotificationService;
  config: Pick<AccessConfig, 'administrators' | 'breakGlass'>;
  link: string;
}): StrayListener {
  const { administrators, breakGlass } = options.config;
  const to = [
    ...administrators,
    ...(breakGlass.securityGroup ? [breakGlass.securityGroup] : []),
  ];
  return async ({ controlPlane, mesh, kind, name, answer }) => {
    if (to.length === 0) return;
    await options.notifications.send({
      recipients: { type: 'entity', entityRef: [...new Set(to)] },
      payload: {
        title: `A permission of no grant was ${
          answer === 'removed' ? 'removed' : 'found'
        }: ${name}`,
        description: `${kind} in mesh ${mesh} of ${controlPlane} carries the label of Airflow Kuma, and no live grant wants it.`,
        link: options.link,
        severity: 'high',
        topic: 'access-request',
        scope: `airflow-kuma:stray:${controlPlane}:${mesh}:${kind}:${name}`,
      },
    });
  };
}

/** To the owners of a DAG, for which somebody else asks. */
function messageToCaller(
  name: AccessEventName,
  record: AccessRecord,
  nameOf: NameOf,
  { requestForOthers }: Pick<AccessConfig, 'requestForOthers'>,
): Message | undefined {
  const foreign = (record.sourceOwners ?? []).filter(({ asks }) => !asks);
  // Who has to approve is told that; an emergency is told to everybody.
  const isTold =
    name === 'created' && (record.breakGlass || requestForOthers === 'told');
  if (!isTold) return undefined;
  return {
    to: foreign.map(({ ref }) => ref),
    title: `${nameOf(record.requester)} ${
      record.breakGlass ? 'took' : 'asked for'
    } access for your DAG: ${record.sourceName} → ${record.destinationName}`,
    ...(record.breakGlass && { severity: 'critical' }),
  };
}

function messageFor(
  name: AccessEventName,
  record: AccessRecord,
  nameOf: NameOf,
  securityGroup: string | undefined,
): Message | undefined {
  const what = `${record.sourceName} → ${record.destinationName}`;
  const asked = [record.requester, ...record.onBehalfOf];
  const owners = record.resolved.targets.map(target => target.owner);
  const callers = (record.sourceOwners ?? []).map(({ ref }) => ref);
  const approvers = record.approvals.flatMap(set => set.approvers);
  switch (name) {
    case 'created':
      if (record.breakGlass) {
        return {
          to: [...owners, ...(securityGroup ? [securityGroup] : [])],
          title: `Break-glass: ${nameOf(
            record.requester,
          )} took access ${what}. Please review it.`,
          severity: 'critical',
        };
      }
      return record.state === 'pending'
        ? { to: approvers, title: `Access requested: ${what}` }
        : undefined;
    case 'remind-decision':
      return { to: approvers, title: `Still waiting for approval: ${what}` };
    case 'approved-partly':
      return { to: asked, title: `Approved in part: ${what}`, severity: 'low' };
    case 'granted':
      return { to: asked, title: `Approved: ${what}` };
    case 'active':
      return { to: asked, title: `Access is active: ${what}` };
    case 'denied':
      return { to: asked, title: `Denied: ${what}` };
    case 'lapsed':
      return { to: asked, title: `Lapsed without a decision: ${what}` };
    case 'remind-expiry':
      return { to: asked, title: `Access ends soon: ${what}` };
    case 'extended':
      return {
        to: asked,
        title: record.end
          ? `Access extended until ${utcMinute(record.end)}: ${what}`
          : `Access extended: ${what}`,
      };
    case 'ended':
      return {
        to: asked,
        title: `${ENDINGS[record.state] ?? 'Access ended'}: ${what}`,
      };
    case 'unused':
      return {
        to: [...asked, ...owners],
        title: `Access is not used: ${what}`,
        severity: 'low',
      };
    case 'failed':
      return {
        to: [...asked, ...owners],
        title: `Access could not be applied or removed yet: ${what}`,
        severity: 'high',
      };
    case 'waits-for-caller':
      return {
        to: [...asked, ...callers],
        title: `Waiting for the caller's side: ${what}`,
      };
    case 'caller-refused':
      return {
        to: asked,
        title: `The caller's side said no: ${what}`,
        severity: 'high',
      };
    case 'caller-taking-back':
      return {
        to: callers,
        title: `Please take the way out back: ${what}`,
      };
    case 'drifted':
      return {
        to: [...asked, ...owners],
        title:
          record.drift?.what === 'no-way-out'
            ? `The caller's way out is closed: ${what}`
            : `Somebody else changed a permission: ${what}`,
        severity: 'high',
      };
    default:
      return undefined;
  }
}
