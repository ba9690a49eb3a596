import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** The backend of this plugin, as the trail names it. */
const PORTAL = 'plugin:airflow-kuma';

/** A person is a link; the portal and other services are not entities. */
export function Actor(props: { actor: string }) {
  const { actor } = props;
  if (/^(user|group):/.test(actor)) return <EntityRefLink entityRef={actor} />;
  return actor === PORTAL ? (
    <span title={actor}>the portal</span>
  ) : (
    <>{actor}</>
  );
}
