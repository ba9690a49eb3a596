import {
  EntityAccessCard,
  EntityDagCard,
  EntityDagContent,
  EntityExplainContent,
  EntityGraphContent,
  EntityOwnerCard,
  EntityServiceCard,
  EntityServiceContent,
  isDag,
  isService,
} from '@airflow-kuma/backstage-plugin-airflow-kuma/legacy';
import { Entity } from '@backstage/catalog-model';
import {
  EntityAboutCard,
  EntityLayout,
  EntitySwitch,
  isKind,
} from '@backstage/plugin-catalog';
import Grid from '@material-ui/core/Grid';

const isDagOrService = (entity: Entity) => isDag(entity) || isService(entity);

const overview = (
  <Grid container spacing={3}>
    <Grid item md={6}>
      <EntityAboutCard />
    </Grid>
    <EntitySwitch>
      <EntitySwitch.Case if={isDag}>
        <Grid item md={6}>
          <EntityDagCard />
        </Grid>
        <Grid item md={6}>
          <EntityAccessCard />
        </Grid>
      </EntitySwitch.Case>
      <EntitySwitch.Case if={isService}>
        <Grid item md={6}>
          <EntityServiceCard />
        </Grid>
        <Grid item md={6}>
          <EntityAccessCard />
        </Grid>
      </EntitySwitch.Case>
    </EntitySwitch>
  </Grid>
);

/** Components and resources: DAGs, services and what stands for a service. */
const dagOrServicePage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      {overview}
    </EntityLayout.Route>
    <EntityLayout.Route path="/airflow" title="Airflow" if={isDag}>
      <EntityDagContent />
    </EntityLayout.Route>
    <EntityLayout.Route path="/kuma" title="Kuma" if={isService}>
      <EntityServiceContent />
    </EntityLayout.Route>
    <EntityLayout.Route path="/explain" title="Explain" if={isDagOrService}>
      <EntityExplainContent />
    </EntityLayout.Route>
    <EntityLayout.Route
      path="/access-graph"
      title="Access graph"
      if={isDagOrService}
    >
      <EntityGraphContent />
    </EntityLayout.Route>
  </EntityLayout>
);

/** Groups and users: what their DAGs depend on. */
const ownerPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <EntityOwnerCard />
    </EntityLayout.Route>
  </EntityLayout>
);

/** The page of an entity, by what it is. */
export const entityPage = (
  <EntitySwitch>
    <EntitySwitch.Case if={isKind(['group', 'user'])}>
      {ownerPage}
    </EntitySwitch.Case>
    <EntitySwitch.Case>{dagOrServicePage}</EntitySwitch.Case>
  </EntitySwitch>
);
