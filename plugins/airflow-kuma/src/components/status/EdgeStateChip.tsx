import {
  EdgeCounts,
  EdgeState,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EDGE_STATES, EDGE_STATE_ORDER, labelOfMany } from './edgeStates';
import { StatusChip } from './StatusChip';

/** State of an edge as colour, icon and word. */
export function EdgeStateChip(props: { state: EdgeState; reason?: string }) {
  const look = EDGE_STATES[props.state];
  return (
    <StatusChip
      tone={look.tone}
      icon={look.icon}
      label={look.label}
      explanation={props.reason ?? look.explanation}
    />
  );
}

/** Counts of edge states, worst first; says so when there are none. */
export function EdgeCountChips(props: { counts: EdgeCounts }) {
  const present = EDGE_STATE_ORDER.filter(state => props.counts[state]);
  if (present.length === 0) return <>–</>;
  return (
    <>
      {present.map(state => {
        const { tone, icon, explanation } = EDGE_STATES[state];
        const count = props.counts[state] ?? 0;
        return (
          <StatusChip
            key={state}
            tone={tone}
            icon={icon}
            label={labelOfMany(state, count)}
            explanation={explanation}
            count={count}
          />
        );
      })}
    </>
  );
}
