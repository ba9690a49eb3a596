import { useUrlState } from '../hooks/useUrlState';
import { ExplainForm } from './ExplainForm';
import { ExplanationOf } from './ExplanationOf';
import { PlainEmpty } from '../components';

/** Why a DAG may or may not call a service; the question is in the address. */
export function ExplainPage() {
  const url = useUrlState();
  const source = url.one('source');
  const destination = url.one('destination');
  const port = Number(url.one('port')) || undefined;
  return (
    <>
      <ExplainForm
        source={source}
        destination={destination}
        port={port}
        onChange={changes =>
          url.set(
            {
              ...changes,
              port:
                changes.port === undefined ? undefined : String(changes.port),
            },
            { push: true },
          )
        }
      />
      {source && destination ? (
        <ExplanationOf source={source} destination={destination} port={port} />
      ) : (
        <PlainEmpty>
          Choose a DAG and a service above. The answer says whether the call
          passes, and every link of the chain that decides it.
        </PlainEmpty>
      )}
    </>
  );
}
