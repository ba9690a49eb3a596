import {
  READINESS_CAUSES,
  ReadinessMend,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DataColumn, EntityNames } from '../components';
import { ResourceNames } from './ResourceNames';

/** Columns of what an owner mends, for whose calls ever. */
export const mendColumns: DataColumn<ReadinessMend>[] = [
  {
    title: 'What',
    render: ({ kind, resources }) => (
      <>
        {READINESS_CAUSES[kind].title}
        <ResourceNames resources={resources} />
      </>
    ),
  },
  { title: 'How', render: ({ kind }) => READINESS_CAUSES[kind].mend },
  {
    title: 'Services',
    render: ({ services }) =>
      services.length > 0 ? (
        <EntityNames entities={services.slice(0, 5)} />
      ) : (
        '–'
      ),
  },
  { title: 'Calls that wait for it', render: ({ calls }) => String(calls) },
];
