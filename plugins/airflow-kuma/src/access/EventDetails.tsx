import { useEntityNames } from '../hooks/useEntityNames';
import { eventDetails, refsIn } from './eventDetails';

/** What a record of the trail says beyond its action, a line each. */
export function EventDetails(props: { after: unknown }) {
  const { after } = props;
  const nameOf = useEntityNames(refsIn(after));
  return (
    <>
      {eventDetails(after, nameOf).map(detail => (
        <div key={detail}>{detail}</div>
      ))}
    </>
  );
}
