import {
  GraphAnswer,
  GraphQuery,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { UrlState } from '../../hooks/useUrlState';

/** The backend's own limit of nodes, and its highest. */
const DEFAULT_LIMIT = 300;
const MAXIMUM_LIMIT = 2000;

/** What people do to the picture, as changes of the address. */
export function graphActions(url: UrlState, query: GraphQuery) {
  const onSelect = (id: string | undefined) => url.set({ selected: id });
  const onFocus = (ref: string) =>
    url.set(
      {
        focus: [...new Set([...url.all('focus'), ref])],
        selected: ref,
        grouping: undefined,
        open: undefined,
      },
      { push: true },
    );
  const onToggleGroup = (id: string) => {
    const open = url.all('open');
    url.set(
      {
        open: open.includes(id)
          ? open.filter(other => other !== id)
          : [...open, id],
        selected: id,
      },
      { push: true },
    );
  };
  return {
    onSelect,
    onFocus,
    onToggleGroup,
    onShowMore: () => {
      const limit = Math.min((query.limit ?? DEFAULT_LIMIT) * 2, MAXIMUM_LIMIT);
      url.set({ limit: String(limit) });
    },
    /** Flies to what is drawn; what is not is drawn by focusing on it. */
    onFind: (found: { ref: string; shown: boolean }) =>
      found.shown ? onSelect(found.ref) : onFocus(found.ref),
    /** Enter or double click: groups open and close, entities get the focus. */
    onActivate: (id: string, answer: GraphAnswer) => {
      if (answer.groups.some(group => group.id === id)) onToggleGroup(id);
      const node = answer.nodes.find(item => item.id === id);
      if (node?.ref) onFocus(node.ref);
    },
  };
}
