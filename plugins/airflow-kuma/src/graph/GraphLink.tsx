import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { QueryValue, toSearch } from '../api/toSearch';
import { tabRouteRef } from '../routes';

/** Leads to the graph in the state that the changes of its address describe. */
export function GraphLink(props: {
  changes: Record<string, QueryValue>;
  label: string;
}) {
  const tab = useRouteRef(tabRouteRef);
  return (
    <LinkButton
      size="small"
      to={`${tab({ tab: 'graph' })}${toSearch(props.changes)}`}
    >
      {props.label}
    </LinkButton>
  );
}
