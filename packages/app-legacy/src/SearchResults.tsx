import {
  AirflowDagSearchResultListItem,
  KumaServiceSearchResultListItem,
} from '@airflow-kuma/backstage-plugin-airflow-kuma/legacy';
import { Content, Header, Page } from '@backstage/core-components';
import { SearchBar, SearchResult } from '@backstage/plugin-search-react';

/** What the search page shows. */
export function SearchResults() {
  return (
    <Page themeId="home">
      <Header title="Search" />
      <Content>
        <SearchBar />
        <SearchResult>
          <AirflowDagSearchResultListItem />
          <KumaServiceSearchResultListItem />
        </SearchResult>
      </Content>
    </Page>
  );
}
