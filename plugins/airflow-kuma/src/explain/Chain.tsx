import { Link } from '@backstage/core-components';
import { ExplainLink as ChainLink } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
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

/** What to check, in order, each with its fact. */
export function Chain(props: { links: ChainLink[] }) {
  const classes = useStyles();
  return (
    <Section title="What decides it, in the order to check">
      <ol className={classes.list}>
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
    </Section>
  );
}
