import {
  PartCounts,
  partUse,
  SourcePart,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import ExpandMore from '@material-ui/icons/ExpandMore';
import {
  DataColumn,
  DataTable,
  PART_STATES,
  StatusChip,
  TimeAgo,
} from '../components';

const columns: DataColumn<SourcePart>[] = [
  {
    title: 'Part',
    render: part => <Part part={part} />,
  },
  {
    title: 'State',
    render: part => <StatusChip {...PART_STATES[stateOf(part)]} />,
  },
  { title: 'Last read', render: part => <TimeAgo at={part.lastRead} /> },
  {
    title: 'Items',
    render: ({ counts }) => (counts ? <Counts counts={counts} /> : '–'),
  },
  { title: 'What to know', render: part => <Problem part={part} /> },
];

/** What is read of each source, part by part; what is missing comes first. */
export function SourceParts(props: { sources: SourceStatus[] }) {
  const sources = props.sources.filter(({ parts }) => parts.length > 0);
  return (
    <Box mt={3}>
      {sources.map(source => (
        <Accordion
          key={`${source.kind}/${source.name}`}
          variant="outlined"
          defaultExpanded={source.parts.some(isOdd)}
          TransitionProps={{ unmountOnExit: true }}
        >
          <AccordionSummary expandIcon={<ExpandMore />}>
            <Box>
              <Typography variant="subtitle2">
                {`What is read of ${source.title}`}
              </Typography>
              <Typography variant="caption" color="textSecondary">
                {summaryOf(source.parts)}
              </Typography>
            </Box>
          </AccordionSummary>
          <AccordionDetails style={{ display: 'block' }}>
            <DataTable
              label={`Parts of ${source.title}`}
              columns={columns}
              rows={[...source.parts].sort(
                (a, b) => Number(isOdd(b)) - Number(isOdd(a)),
              )}
              rowKey={({ name, mesh }) => JSON.stringify([name, mesh])}
              empty="Nothing was read yet."
            />
          </AccordionDetails>
        </Accordion>
      ))}
    </Box>
  );
}

/** A part, and what rests on it: what is older than it looks while it fails. */
function Part({ part }: { part: SourcePart }) {
  const { name, mesh } = part;
  return (
    <>
      {mesh ? `${name} of mesh ${mesh}` : name}
      <Typography variant="caption" color="textSecondary" component="p">
        {partUse(part)}
      </Typography>
    </>
  );
}

function Counts({ counts }: { counts: PartCounts }) {
  const { read, shown, merged, leftOut } = counts;
  if (shown === read) return <>{read}</>;
  return (
    <>
      {`${read} read, ${shown} shown`}
      {merged > 0 && `, ${merged} merged with others of their name`}
      {leftOut.map(({ reason, count }) => (
        <Typography key={reason} variant="caption" component="p">
          {`${count} left out: ${reason}`}
        </Typography>
      ))}
    </>
  );
}

function Problem({ part }: { part: SourcePart }) {
  if (!part.reason) return <>–</>;
  return (
    <>
      <Typography variant="body2">
        {part.reason}
        {part.since && (
          <>
            {' Since '}
            <TimeAgo at={part.since} />.
          </>
        )}
      </Typography>
      {part.advice && <Typography variant="body2">{part.advice}</Typography>}
    </>
  );
}

/** A part that is read, and yet may not be whole, is told apart. */
function stateOf({ state, reason }: SourcePart): keyof typeof PART_STATES {
  return state === 'read' && reason ? 'doubtful' : state;
}

function isOdd(part: SourcePart): boolean {
  return part.reason !== undefined && !isNotOffered(part);
}

/** Not told, never was, and nobody can grant it: so is this version. */
function isNotOffered({ state, lastRead, advice }: SourcePart): boolean {
  return state === 'not-told' && !lastRead && !advice;
}

function summaryOf(parts: SourcePart[]): string {
  const words = (['read', 'doubtful', 'not-told', 'failed'] as const).flatMap(
    state => {
      const count = parts.filter(part => stateOf(part) === state).length;
      return count > 0
        ? [`${count} ${PART_STATES[state].label.toLowerCase()}`]
        : [];
    },
  );
  return words.join(', ');
}
