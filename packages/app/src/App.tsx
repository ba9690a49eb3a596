import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';

// The Airflow Kuma plugins need no line here: `app.packages: all` finds them.
export default createApp({
  features: [catalogPlugin, navModule, signInModule],
});
