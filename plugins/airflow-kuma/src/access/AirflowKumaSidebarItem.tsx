import { SidebarItem } from '@backstage/core-components';
import { ComponentType } from 'react';
import { CountChip, shownCount } from '../components';
import { grantsToReview, useWaiting } from '../hooks/useWaiting';

/**
 * Sidebar item of the page, with a badge of how much waits for the viewer's
 * decision: requests, and grants in campaigns. Where nothing waits it is a
 * sidebar item like any other.
 * @public
 */
export function AirflowKumaSidebarItem(props: {
  icon: ComponentType<{}>;
  /** Path of the page. */
  to: string;
  text: string;
}) {
  const { icon, to, text } = props;
  const waiting = useWaiting();
  const count = (waiting?.requests ?? 0) + grantsToReview(waiting);
  return (
    <SidebarItem
      icon={icon}
      to={to}
      text={text}
      // A sidebar item is named by its text alone, whatever it shows beside it;
      // name and shown text have to read the same, space included.
      aria-label={
        count > 0
          ? `${text} ${shownCount(count)} waiting for your decision`
          : text
      }
    >
      {count > 0 && ' '}
      <CountChip count={count} title="Waiting for your decision" />
    </SidebarItem>
  );
}
