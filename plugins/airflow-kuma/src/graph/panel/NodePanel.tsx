import {
  GraphAnswer,
  GraphNode,
  capitalized,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import {
  EdgeStateChip,
  EntityName,
  Facts,
  RequestAccessButton,
  TimeAgo,
} from '../../components';
import { NODE_KINDS, describeEdge, labelsOf } from '../canvas/describe';
import { linesOf } from '../canvas/neighbours';
import type { PanelActions } from './SidePanel';
import { RefusedCalls } from '../../services/RefusedCalls';
import { HowToReach } from './HowToReach';
import { Reach } from './Reach';

/** Lines to list before counting the rest. */
const SHOWN_LINES = 20;

/** A node: what it is, what touches it, and what one can ask of it. */
export function NodePanel(
  props: PanelActions & { node: GraphNode; answer: GraphAnswer },
) {
  const { node, answer, onSelect, onFocus, onToggleGroup, onShowMore } = props;
  const group = answer.groups.find(({ id }) => id === node.id);
  const labels = labelsOf(answer.nodes);
  const lines = linesOf(answer, node.id);
  const isService = node.kind === 'service' || node.kind === 'external-service';
  return (
    <>
      <Typography variant="h6" component="h2">
        {node.label}
      </Typography>
      <Typography variant="body2" gutterBottom>
        {[NODE_KINDS[node.kind], node.sublabel].filter(Boolean).join(' – ')}
      </Typography>
      {node.worst && <EdgeStateChip state={node.worst} />}
      <div>
        {node.ref && (
          <EntityRefLink entityRef={node.ref}>Open its page</EntityRefLink>
        )}
      </div>
      <div>
        {group && (
          <Button size="small" onClick={() => onToggleGroup(node.id)}>
            {group.open ? 'Close group' : 'Open group'}
          </Button>
        )}
        {node.kind === 'group' && !group && (
          <Button size="small" onClick={onShowMore}>
            Show more nodes
          </Button>
        )}
        {node.ref && (
          <Button size="small" onClick={() => onFocus(node.ref!)}>
            Focus
          </Button>
        )}
        {node.ref && node.kind === 'dag' && (
          <RequestAccessButton
            small
            source={node.ref}
            about={`for ${node.label}`}
          />
        )}
        {node.ref && isService && (
          <RequestAccessButton
            small
            destination={node.ref}
            about={node.label}
          />
        )}
      </div>
      <Facts
        narrow
        facts={Object.entries(node.facts).map(([key, value]) => ({
          label: factLabel(key),
          value: factValue(key, value),
        }))}
      />
      {node.ref && (node.kind === 'dag' || isService) && (
        <Reach
          key={node.ref}
          entityRef={node.ref}
          side={isService ? 'to' : 'from'}
        />
      )}
      {node.ref && (node.kind === 'dag' || isService) && (
        <HowToReach
          key={`how ${node.ref}`}
          entityRef={node.ref}
          side={isService ? 'to' : 'from'}
        />
      )}
      {node.ref && node.kind === 'service' && (
        <section aria-label="Refused calls">
          <Typography
            variant="subtitle2"
            component="h3"
            style={{ marginTop: 16 }}
          >
            Refused calls, last day
          </Typography>
          <RefusedCalls entityRef={node.ref} />
        </section>
      )}
      <Typography variant="subtitle2" component="h3" style={{ marginTop: 16 }}>
        {`Lines (${lines.length})`}
      </Typography>
      <ul style={{ paddingLeft: 16, margin: 0 }}>
        {lines.slice(0, SHOWN_LINES).map(edge => (
          <li key={edge.id}>
            <Button
              size="small"
              style={{ textTransform: 'none', textAlign: 'left' }}
              onClick={() => onSelect(edge.id)}
            >
              {describeEdge(edge, labels)}
            </Button>
          </li>
        ))}
      </ul>
      {lines.length > SHOWN_LINES && (
        <Typography variant="body2">
          {`and ${lines.length - SHOWN_LINES} more; the table has all`}
        </Typography>
      )}
    </>
  );
}

function factValue(key: string, value: string): ReactNode {
  if (key === 'certificateExpires') return <TimeAgo at={value} />;
  return key === 'owner' ? <EntityName entityRef={value} /> : value;
}

/** `dataDomain` reads as `Data domain`. */
function factLabel(key: string): string {
  const words = key.replace(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`);
  return capitalized(words);
}
