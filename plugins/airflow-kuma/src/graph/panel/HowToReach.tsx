import Button from '@material-ui/core/Button';
import { useState } from 'react';
import { DagChoice, ServiceChoice } from '../../explain/choices';
import { useUrlState } from '../../hooks/useUrlState';
import { askForPath } from '../state/pathQuestion';

/** Asks how a DAG reaches a service, with one of both given. */
export function HowToReach(props: { entityRef: string; side: 'to' | 'from' }) {
  const { entityRef, side } = props;
  const url = useUrlState();
  const [asked, setAsked] = useState(false);
  const question =
    side === 'to' ? 'How is it reached?' : 'How does it reach …?';
  if (!asked) {
    return (
      <Button size="small" variant="outlined" onClick={() => setAsked(true)}>
        {question}
      </Button>
    );
  }
  const onChange = (other: string | undefined) => {
    if (!other) return;
    const [source, destination] =
      side === 'to' ? [other, entityRef] : [entityRef, other];
    url.set(askForPath({ source, destination }), { push: true });
  };
  return side === 'to' ? (
    <DagChoice label="From which DAG?" onChange={onChange} />
  ) : (
    <ServiceChoice label="To which service?" onChange={onChange} />
  );
}
