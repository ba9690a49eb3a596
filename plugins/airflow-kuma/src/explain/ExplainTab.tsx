import { PlainEmpty } from '../components';
import { useUrlState } from '../hooks/useUrlState';
import { ExplainForm } from './ExplainForm';
import { ExplanationOf } from './ExplanationOf';
import { useWorstPair } from './useWorstPair';

/** Explain on the page of a DAG or a service: one end is given. */
export function ExplainTab(props: {
  entityRef: string;
  side: 'source' | 'destination';
}) {
  const { entityRef, side } = props;
  const url = useUrlState();
  const other = url.one(side === 'source' ? 'destination' : 'source');
  // Whoever opens this has a call that fails, more often than not.
  const worst = useWorstPair(entityRef, side, other !== undefined);
  const chosen = other ?? worst.other;
  const source = side === 'source' ? entityRef : chosen;
  const destination = side === 'destination' ? entityRef : chosen;
  const port =
    Number(url.one('port')) || (other === undefined ? worst.port : undefined);
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
        !worst.loading && (
          <PlainEmpty>
            {side === 'source'
              ? 'Choose the service that this DAG calls.'
              : 'Choose the DAG that calls this service.'}
          </PlainEmpty>
        )
      )}
    </>
  );
}
