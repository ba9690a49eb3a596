import {
  Callers,
  counted,
  LiveCaller,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { EntityNames, Notice, PlainEmpty, andMore } from '../components';

const useStyles = makeStyles(theme => ({
  list: { margin: 0, paddingLeft: theme.spacing(2) },
  // A SPIFFE ID has no spaces to break at.
  id: { overflowWrap: 'anywhere' },
}));

type Named = Callers['named']['listed'][number];

const BEFORE: Record<Named['kind'], string> = {
  exact: '',
  prefix: 'whose SPIFFE ID begins with ',
  tags: 'with the tags ',
};

/** What keeps a caller from coming that is let in. */
const WAY_OUT: Record<NonNullable<LiveCaller['wayOut']>, string> = {
  closed: 'let in, but without a way out of its own proxies',
  unknown: 'whether its own proxies let it out nobody can tell',
};

/** Everybody whom the mesh lets in at a service; the same on its page and in the graph. */
export function CallerLists(props: { callers: Callers }) {
  const { identities, named, everybody, withoutCertificate } = props.callers;
  return (
    <>
      {withoutCertificate && (
        <Notice severity="warning" title="Anyone without a certificate">
          Whoever reaches its address passes, in the mesh or outside of it.
        </Notice>
      )}
      {everybody && (
        <Notice severity="warning" title="Everybody in the mesh">
          Any certificate of the mesh is let in.
        </Notice>
      )}
      <LiveCallers {...identities} />
      <NamedCallers {...named} />
    </>
  );
}

function LiveCallers(props: Callers['identities']) {
  const { listed, total } = props;
  const classes = useStyles();
  if (total === 0) {
    return (
      <PlainEmpty>The mesh lets nobody in who has a proxy now.</PlainEmpty>
    );
  }
  return (
    <>
      <Typography variant="subtitle2" component="h4">
        {counted(total, 'identity', 'identities')}
      </Typography>
      <ul className={classes.list} aria-label="Identities that may call it">
        {listed.map(caller => (
          <li key={caller.uriSans.join(' ')}>
            <code className={classes.id}>{caller.uriSans.join(', ')}</code>
            <Typography variant="caption" color="textSecondary" component="div">
              {[
                counted(caller.proxies, 'proxy', 'proxies'),
                caller.ports.length > 0 && `on ${caller.ports.join(', ')}`,
                caller.wayOut && WAY_OUT[caller.wayOut],
              ]
                .filter(Boolean)
                .join(', ')}
              <RunsAs caller={caller} />
            </Typography>
          </li>
        ))}
      </ul>
      <More count={total - listed.length} />
    </>
  );
}

/** What runs as an identity, as far as anybody here may see. */
function RunsAs({ caller: { runsAs, runsAsTotal } }: { caller: LiveCaller }) {
  if (runsAs.length === 0) return null;
  return (
    <>
      {': '}
      <EntityNames
        entities={runsAs}
        more={andMore(runsAsTotal - runsAs.length)}
      />
    </>
  );
}

function NamedCallers({ listed, total }: Callers['named']) {
  const classes = useStyles();
  if (total === 0) return null;
  return (
    <>
      <Typography variant="subtitle2" component="h4">
        Named by permissions
      </Typography>
      <ul className={classes.list} aria-label="Callers that permissions name">
        {listed.map(caller => (
          <li key={`${caller.kind} ${caller.value}`}>
            {BEFORE[caller.kind]}
            <code className={classes.id}>{caller.value}</code>
            <Typography variant="caption" color="textSecondary" component="div">
              {shownBy(caller)}
            </Typography>
          </li>
        ))}
      </ul>
      <More count={total - listed.length} />
    </>
  );
}

function shownBy({ live }: Named): string {
  return live === 0
    ? 'nobody shows it at present'
    : `${counted(live, 'identity', 'identities')} now`;
}

function More({ count }: { count: number }) {
  return count > 0 ? (
    <Typography variant="body2">{`and ${count} more`}</Typography>
  ) : null;
}
