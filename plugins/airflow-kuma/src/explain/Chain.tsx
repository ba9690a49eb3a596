import { Link } from '@backstage/core-components';
import {
  ExplainLink as ChainLink,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Block from '@material-ui/icons/Block';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import { Facts, Section, StatusChip, StatusLook, TimeAgo } from '../components';

const LOOKS: Record<ChainLink['status'], StatusLook> = {
  ok: { tone: 'ok', icon: CheckCircleOutline, label: 'Good' },
  problem: { tone: 'error', icon: Block, label: 'Problem' },
  unknown: { tone: 'neutral', icon: HelpOutline, label: 'Unknown' },
  'not-applicable': {
    tone: 'neutral',
    icon: RemoveCircleOutline,
    label: 'Does not apply',
  },
};

const useStyles = makeStyles(theme => ({
  list: { margin: 0, paddingLeft: theme.spacing(3) },
  link: { marginBottom: theme.spacing(2) },
  details: { marginTop: theme.spacing(1) },
}));

/** What needs a look comes first; the rest is good, or does not matter here. */
const FIRST: ChainLink['status'][] = ['problem', 'unknown'];

/** What to check: problems first, each in the order to check, with its fact. */
export function Chain(props: { links: ChainLink[] }) {
  const { links } = props;
  const pressing = FIRST.flatMap(status =>
    links.filter(link => link.status === status),
  );
  const rest = links.filter(link => !FIRST.includes(link.status));
  return (
    <Section title="What decides it, problems first">
      {pressing.length > 0 && (
        <Links label="What to look at" links={pressing} />
      )}
      {rest.length > 0 && (
        <details open={pressing.length === 0}>
          <summary>{restInWords(rest)}</summary>
          <Links label="What is good" links={rest} />
        </details>
      )}
    </Section>
  );
}

function restInWords(rest: ChainLink[]): string {
  const good = rest.filter(({ status }) => status === 'ok').length;
  const other = rest.length - good;
  return [
    `${counted(good, 'check is', 'checks are')} good`,
    ...(other > 0 ? [`${counted(other, 'does', 'do')} not apply`] : []),
  ].join(', ');
}

function Links(props: { label: string; links: ChainLink[] }) {
  const classes = useStyles();
  return (
    <ol className={classes.list} aria-label={props.label}>
      {props.links.map(link => (
        <li key={link.id} className={classes.link}>
          <Typography variant="subtitle1" component="h3">
            {link.title} <StatusChip {...LOOKS[link.status]} />
          </Typography>
          <Typography variant="body2">
            {link.fact}
            {link.at && ' – '}
            {link.at && <TimeAgo at={link.at} />}
          </Typography>
          {link.details && link.details.length > 0 && (
            <div className={classes.details}>
              <Facts
                facts={link.details.map(detail => ({
                  label: detail.label,
                  value: detail.link ? (
                    <Link to={detail.link}>{detail.value}</Link>
                  ) : (
                    detail.value
                  ),
                }))}
              />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
