import { DataAge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { Notice } from './Notice';
import { TimeAgo } from './TimeAgo';

const KIND = { airflow: 'Airflow', kuma: 'Kuma' };

/** How old the data is that a page rests on; loud where a source is not well. */
export function DataAgeNote(props: { dataAge: DataAge }) {
  const unwell = props.dataAge.filter(source => source.state !== 'ok');
  const well = props.dataAge.filter(source => source.state === 'ok');
  return (
    <>
      {unwell.map(source => (
        <Notice key={`${source.kind}/${source.name}`} severity="warning">
          {`${KIND[source.kind]} ${source.name} `}
          {source.lastSuccess ? (
            <>
              cannot be read now. Its data here is from{' '}
              <TimeAgo at={source.lastSuccess} />.
            </>
          ) : (
            'has never been read, so what depends on it is unknown.'
          )}{' '}
          The Sources tab says what went wrong.
        </Notice>
      ))}
      {well.flatMap(source =>
        (source.missing ?? []).map(part => (
          <Typography
            key={`${source.kind}/${source.name}/${part.name}/${part.mesh}`}
            variant="body2"
            component="p"
          >
            {`${KIND[source.kind]} ${source.name} does not tell its ${
              part.name
            }${part.mesh ? ` of mesh ${part.mesh}` : ''} now. `}
            {part.lastRead ? (
              <>
                What is shown of them is from <TimeAgo at={part.lastRead} />.
              </>
            ) : (
              'They were never read.'
            )}
            {' The Sources tab says why.'}
          </Typography>
        )),
      )}
      {well.length > 0 && (
        <Typography variant="caption" component="p">
          {'Read '}
          {well.map((source, index) => (
            <span key={`${source.kind}/${source.name}`}>
              {index > 0 && ', '}
              {`${KIND[source.kind]} ${source.name} `}
              <TimeAgo at={source.lastSuccess} />
            </span>
          ))}
        </Typography>
      )}
    </>
  );
}
