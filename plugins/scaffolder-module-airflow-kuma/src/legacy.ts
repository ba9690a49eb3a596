/**
 * Form fields of the template Request a traffic permission, for the old
 * frontend system: put them into `ScaffolderFieldExtensions`.
 *
 * @packageDocumentation
 */
import { scaffolderPlugin } from '@backstage/plugin-scaffolder';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import {
  DagPicker,
  Duration,
  Reason,
  RequestPreview,
  ServicePortPicker,
  validateDestination,
  validateRequestPreview,
} from './fields';

export type { DestinationValue } from './fields/serviceOptions';

/** Chooses a DAG or a data domain. @public */
export const AirflowKumaDagPicker = scaffolderPlugin.provide(
  createScaffolderFieldExtension({
    name: 'AirflowKumaDagPicker',
    component: DagPicker,
  }),
);

/** Chooses a service and one of its ports. @public */
export const AirflowKumaServicePortPicker = scaffolderPlugin.provide(
  createScaffolderFieldExtension({
    name: 'AirflowKumaServicePortPicker',
    component: ServicePortPicker,
    validation: validateDestination,
  }),
);

/** Asks why access is needed. @public */
export const AirflowKumaReason = scaffolderPlugin.provide(
  createScaffolderFieldExtension({
    name: 'AirflowKumaReason',
    component: Reason,
  }),
);

/** Asks for how long. @public */
export const AirflowKumaDuration = scaffolderPlugin.provide(
  createScaffolderFieldExtension({
    name: 'AirflowKumaDuration',
    component: Duration,
  }),
);

/** Shows what the request would do, before it is made. @public */
export const AirflowKumaRequestPreview = scaffolderPlugin.provide(
  createScaffolderFieldExtension({
    name: 'AirflowKumaRequestPreview',
    component: RequestPreview,
    validation: validateRequestPreview,
  }),
);
