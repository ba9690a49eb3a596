import { Header, Page, RoutedTabs } from '@backstage/core-components';
import { Suspense, lazy } from 'react';
import { Loading } from '../components';
import { PAGE_TABS, PAGE_TITLE } from './tabs';

const ROUTES = PAGE_TABS.map(tab => {
  const Tab = lazy(async () => {
    const element = await tab.load();
    return { default: () => element };
  });
  return {
    path: `/${tab.path}`,
    title: tab.title,
    children: (
      <Suspense fallback={<Loading what={tab.title} />}>
        <Tab />
      </Suspense>
    ),
  };
});

/** The page as the old frontend system mounts it: with its own header and tabs. */
export function AirflowKumaPage() {
  return (
    <Page themeId="tool">
      <Header title={PAGE_TITLE} />
      <RoutedTabs routes={ROUTES} />
    </Page>
  );
}
