import { Explanation } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { BreakGlass } from '../access/BreakGlass';
import { PreviewOnDemand } from '../access/PreviewOnDemand';
import { RequestAccessButton, Section } from '../components';
import { useOffers } from '../hooks/useOffers';

/** What would change the answer; nothing is drawn where nothing would. */
export function Remedies(props: { explanation: Explanation }) {
  const { remedies, source, destination, outcome, requests } =
    props.explanation;
  const offerOf = useOffers(
    remedies.flatMap(remedy =>
      remedy.kind === 'request'
        ? [
            {
              source: remedy.source,
              destination: remedy.destination,
              port: remedy.port,
            },
          ]
        : [],
    ),
  );
  if (remedies.length === 0) return null;
  return (
    <Section title="What would change the answer">
      {remedies.map((remedy, index) => (
        <div key={index} style={{ marginBottom: 8 }}>
          <Typography variant="body2" gutterBottom>
            {remedy.text}
          </Typography>
          {remedy.kind === 'request' && (
            <RequestAccessButton
              source={remedy.source}
              destination={remedy.destination}
              port={remedy.port}
              about={destination.name}
              requests={requests}
              offer={offerOf(remedy)}
            />
          )}
        </div>
      ))}
      {outcome === 'deny' && (
        <PreviewOnDemand
          source={source.ref}
          destination={destination.ref}
          port={destination.port}
        />
      )}
      {outcome === 'deny' && (
        <BreakGlass
          source={source.ref}
          destination={destination.ref}
          port={destination.port}
        />
      )}
    </Section>
  );
}
