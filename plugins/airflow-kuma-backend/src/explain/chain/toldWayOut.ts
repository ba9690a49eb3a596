import { ExplainLink } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from '../ExplainFacts';
import { linkOf } from './links';

const link = linkOf({
  id: 'way-out-told',
  title: 'The way out as the control plane lists it',
});

/**
 * The control plane's own word for the way out, where it gives one. It decides
 * nothing here: where it differs, one of the two is wrong, and a person looks.
 */
export function checkToldWayOut({
  told,
  waysOut,
  service,
}: ExplainFacts): ExplainLink {
  if (told.length === 0) {
    return link.notApplicable(
      'The control plane does not tell: it lists outbounds only in meshes whose MeshServices are Exclusive.',
    );
  }
  const details = told.map(({ proxy, state }) => ({
    label: proxy,
    value: state === 'open' ? 'listed' : 'not listed',
  }));
  const different = told.find(({ differs }) => differs);
  if (!different) {
    return link.ok('It says the same of every proxy that it was asked about.', {
      details,
    });
  }
  const ours = waysOut.find(({ proxy }) => proxy === different.proxy)!.wayOut;
  return link.problem(
    `It ${different.state === 'open' ? 'lists' : 'does not list'} ${
      service.displayName
    } for ${different.proxy}, and this portal takes that way out for ${
      ours.state
    } (${
      ours.reason
    }) One of the two is wrong, or the Dataplane has changed since it was read: look at the listeners of its Envoy.`,
    { details },
  );
}
