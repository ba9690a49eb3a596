import {
  AccessOffer,
  AccessPair,
  AccessRequest,
  finalAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RequestAccessButton } from '../components';
import { useOffers } from '../hooks/useOffers';

/** Asks for the same once more, where the request came to nothing or has ended. */
export function AskAgain(props: { request: AccessRequest }) {
  const [pair] = pairsToAsk([props.request]);
  const offerOf = useOffers(pair ? [pair] : []);
  return (
    <AskAgainButton request={props.request} offer={pair && offerOf(pair)} />
  );
}

/** The same, where the page has asked what is known of it. */
export function AskAgainButton(props: {
  request: AccessRequest;
  offer?: AccessOffer;
}) {
  const { request, offer } = props;
  if (!canAskAgain(request)) return null;
  const { source, destination } = request;
  return (
    <RequestAccessButton
      small
      label="Ask again"
      about={request.destinationName}
      source={source.kind === 'dag' ? source.ref : `domain:${source.domain}`}
      {...(destination.kind === 'service'
        ? { destination: destination.ref, port: destination.port }
        : { destination: `domain:${destination.domain}` })}
      reason={request.reason}
      duration={request.duration}
      offer={offer}
    />
  );
}

/** The DAG and the service of each request that could be asked for again. */
export function pairsToAsk(requests: AccessRequest[]): AccessPair[] {
  return requests.filter(canAskAgain).flatMap(request => pairOf(request) ?? []);
}

/** What one DAG asks of one service; whole data domains are no pair. */
export function pairOf({
  source,
  destination,
}: AccessRequest): AccessPair | undefined {
  if (source.kind !== 'dag' || destination.kind !== 'service') return undefined;
  const { ref, port } = destination;
  return { source: source.ref, destination: ref, ...(port && { port }) };
}

// What was extended goes on under the grant that took its place.
function canAskAgain({ state }: AccessRequest): boolean {
  return finalAccessStates.includes(state) && state !== 'superseded';
}
