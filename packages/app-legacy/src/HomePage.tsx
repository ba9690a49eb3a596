import { WaitingForYouCard } from '@airflow-kuma/backstage-plugin-airflow-kuma/legacy';
import { Content, Header, Page } from '@backstage/core-components';

/** What the home plugin shows. */
export function HomePage() {
  return (
    <Page themeId="home">
      <Header title="Home" />
      <Content>
        <WaitingForYouCard />
      </Content>
    </Page>
  );
}
