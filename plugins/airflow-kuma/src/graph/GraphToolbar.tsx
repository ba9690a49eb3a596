import {
  EdgeState,
  GraphQuery,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import {
  EDGE_STATES,
  EDGE_STATE_ORDER,
  MultiSelect,
  TextInput,
} from '../components';
import { UrlState } from '../hooks/useUrlState';
import { InstantField } from './InstantField';
import { GROUPINGS, MAXIMUM_DEPTH } from './state/readGraphQuery';

/** States in which facets disagree. */
const DISAGREEMENTS: EdgeState[] = EDGE_STATE_ORDER.filter(
  state => state !== 'aligned',
);

function isDisagreements(states: EdgeState[] = []): boolean {
  return (
    states.length === DISAGREEMENTS.length &&
    DISAGREEMENTS.every(state => states.includes(state))
  );
}

/** One click for a question that people often have, and one to take it back. */
function Toggle(props: {
  label: string;
  pressed: boolean;
  onChange: (pressed: boolean) => void;
}) {
  const { label, pressed, onChange } = props;
  return (
    <Button
      size="small"
      variant={pressed ? 'contained' : 'text'}
      color={pressed ? 'primary' : 'default'}
      disableElevation
      aria-pressed={pressed}
      onClick={() => onChange(!pressed)}
    >
      {label}
    </Button>
  );
}

/** What to draw and how; all of it goes into the address. */
export function GraphToolbar(props: {
  url: UrlState;
  query: GraphQuery;
  /** The focus that the page gives cannot be taken away. */
  focused: boolean;
}) {
  const { url, query, focused } = props;
  const depths = Array.from({ length: MAXIMUM_DEPTH }, (_, index) => index + 1);
  return (
    <>
      <TextInput
        select
        size="small"
        label="Group by"
        style={{ minWidth: 120 }}
        value={query.grouping}
        onChange={event =>
          url.set({ grouping: event.target.value, open: undefined })
        }
      >
        {Object.entries(GROUPINGS).map(([value, label]) => (
          <MenuItem key={value} value={value}>
            {label}
          </MenuItem>
        ))}
      </TextInput>
      <MultiSelect
        label="Edge state"
        options={EDGE_STATE_ORDER.map(state => ({
          value: state,
          label: EDGE_STATES[state].label,
        }))}
        selected={query.edgeState ?? []}
        onChange={edgeState => url.set({ edgeState })}
      />
      <Toggle
        label="Only disagreements"
        pressed={isDisagreements(query.edgeState)}
        onChange={on => url.set({ edgeState: on ? DISAGREEMENTS : undefined })}
      />
      <Toggle
        label="Refused in the last hour"
        pressed={query.deniedWithin !== undefined}
        onChange={on => url.set({ deniedWithin: on ? '1' : undefined })}
      />
      {query.focus && (
        <>
          <TextInput
            select
            size="small"
            label="Depth"
            style={{ minWidth: 70 }}
            value={query.depth ?? 1}
            onChange={event => url.set({ depth: event.target.value })}
          >
            {depths.map(depth => (
              <MenuItem key={depth} value={depth}>
                {depth}
              </MenuItem>
            ))}
          </TextInput>
          {!focused && (
            <Button
              size="small"
              onClick={() => url.set({ focus: undefined, depth: undefined })}
            >
              Leave focus
            </Button>
          )}
        </>
      )}
    </>
  );
}

/** From when, and with what in between. */
export function GraphTimes(props: { url: UrlState; query: GraphQuery }) {
  const { url, query } = props;
  return (
    <>
      <InstantField
        label="As of"
        value={query.asOf}
        onChange={asOf => url.set({ asOf })}
      />
      <InstantField
        label="Compare with"
        value={query.compareTo}
        onChange={compareTo => url.set({ compareTo })}
      />
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            checked={Boolean(query.identities)}
            onChange={event =>
              url.set({ identities: event.target.checked ? 'true' : undefined })
            }
          />
        }
        label="Identities"
      />
    </>
  );
}
