import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { toSearch } from '../api/toSearch';
import { tabRouteRef } from '../routes';

/** Leads to the explanation of one edge. */
export function ExplainLink(props: {
  source: string;
  destination: string;
  port?: number;
  about: string;
  label?: string;
}) {
  const { source, destination, port, about, label = 'Explain' } = props;
  const tab = useRouteRef(tabRouteRef);
  return (
    <LinkButton
      size="small"
      to={`${tab({ tab: 'explain' })}${toSearch({
        source,
        destination,
        port,
      })}`}
      aria-label={`${label} ${about}`}
    >
      {label}
    </LinkButton>
  );
}
