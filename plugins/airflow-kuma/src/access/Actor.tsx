import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** The backend of this plugin, as the trail names it. */
const PORTAL = 'plugin:airflow-kuma';

/** A person is a link; the portal and other services are not entities. */
export function Actor(props: { actor: string; exact?: boolean }) {
  const { actor, exact } = props;
  if (/^(user|group):/.test(actor)) return <EntityRefLink entityRef={actor} />;
  if (actor !== PORTAL) return <>{actor}</>;
  return exact ? <>{`the portal (${actor})`}</> : <>the portal</>;
}
