import { PlainEmpty } from '../components';
import { useUrlState } from '../hooks/useUrlState';
import { ExplainForm } from './ExplainForm';
import { ExplanationOf } from './ExplanationOf';

/** Explain on the page of a DAG or a service: one end is given. */
export function ExplainTab(props: {
  entityRef: string;
  side: 'source' | 'destination';
}) {
  const { entityRef, side } = props;
  const url = useUrlState();
  const source = side === 'source' ? entityRef : url.one('source');
  const destination =
    side === 'destination' ? entityRef : url.one('destination');
  const port = Number(url.one('port')) || undefined;
  return (
    <>
      <ExplainForm
        source={source}
        destination={destination}
        port={port}
        fixed={side}
        onChange={question =>
          url.set({
            source: side === 'source' ? undefined : question.source,
            destination:
              side === 'destination' ? undefined : question.destination,
            port:
              question.port === undefined ? undefined : String(question.port),
          })
        }
      />
      {source && destination ? (
        <ExplanationOf source={source} destination={destination} port={port} />
      ) : (
        <PlainEmpty>
          {side === 'source'
            ? 'Choose the service that this DAG calls.'
            : 'Choose the DAG that calls this service.'}
        </PlainEmpty>
      )}
    </>
  );
}
