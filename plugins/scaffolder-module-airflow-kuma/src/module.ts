import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';

const dagPicker = FormFieldBlueprint.make({
  name: 'airflow-kuma-dag-picker',
  params: {
    field: async () => {
      const { DagPicker } = await import('./fields');
      return createFormField({
        name: 'AirflowKumaDagPicker',
        component: DagPicker,
      });
    },
  },
});

const servicePortPicker = FormFieldBlueprint.make({
  name: 'airflow-kuma-service-port-picker',
  params: {
    field: async () => {
      const { ServicePortPicker, validateDestination } = await import(
        './fields'
      );
      return createFormField({
        name: 'AirflowKumaServicePortPicker',
        component: ServicePortPicker,
        validation: validateDestination,
      });
    },
  },
});

const reason = FormFieldBlueprint.make({
  name: 'airflow-kuma-reason',
  params: {
    field: async () => {
      const { Reason } = await import('./fields');
      return createFormField({ name: 'AirflowKumaReason', component: Reason });
    },
  },
});

const duration = FormFieldBlueprint.make({
  name: 'airflow-kuma-duration',
  params: {
    field: async () => {
      const { Duration } = await import('./fields');
      return createFormField({
        name: 'AirflowKumaDuration',
        component: Duration,
      });
    },
  },
});

const requestPreview = FormFieldBlueprint.make({
  name: 'airflow-kuma-request-preview',
  params: {
    field: async () => {
      const { RequestPreview, validateRequestPreview } = await import(
        './fields'
      );
      return createFormField({
        name: 'AirflowKumaRequestPreview',
        component: RequestPreview,
        validation: validateRequestPreview,
      });
    },
  },
});

/**
 * The form fields of the template Request a traffic permission.
 *
 * @public
 */
export const airflowKumaScaffolderModule = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [dagPicker, servicePortPicker, reason, duration, requestPreview],
});
