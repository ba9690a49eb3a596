import { Content, Header, Page } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import CardActions from '@material-ui/core/CardActions';
import CardContent from '@material-ui/core/CardContent';
import CardHeader from '@material-ui/core/CardHeader';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';

export type DemoUser = {
  entityRef: string;
  title: string;
  description: string;
};

/** One card per person to be. */
export function DemoUserCards(props: {
  users: DemoUser[];
  onChoose: (entityRef: string) => void;
}) {
  const title = useApi(configApiRef).getOptionalString('app.title');
  return (
    <Page themeId="home">
      <Header
        title={title ?? 'Backstage'}
        subtitle="Demo data. Choose who you are; sign out in Settings to be somebody else."
      />
      <Content>
        <Grid
          container
          component="ul"
          style={{ listStyle: 'none', padding: 0 }}
        >
          {props.users.map(user => (
            <Grid
              key={user.entityRef}
              item
              component="li"
              xs={12}
              sm={6}
              md={4}
            >
              <Card>
                <CardHeader title={user.title} />
                <CardContent>
                  <Typography variant="body1">{user.description}</Typography>
                </CardContent>
                <CardActions>
                  <Button
                    color="primary"
                    variant="outlined"
                    aria-label={`Sign in as ${user.title}`}
                    onClick={() => props.onChoose(user.entityRef)}
                  >
                    Sign in
                  </Button>
                </CardActions>
              </Card>
            </Grid>
          ))}
        </Grid>
      </Content>
    </Page>
  );
}
