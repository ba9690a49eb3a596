import { AccessStray } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { DataColumn, DataTable, LoadBoundary, LastChange } from '../components';
import { GraphLink } from '../graph/GraphLink';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';

const ANSWERS: Record<AccessStray['answer'], string> = {
  removed: 'is removed',
  reported: 'stays until somebody removes it in Kuma',
};

const columns: DataColumn<AccessStray>[] = [
  { title: 'Permission', render: ({ kind, name }) => `${kind} ${name}` },
  { title: 'Mesh', render: stray => `${stray.controlPlane} / ${stray.mesh}` },
  {
    title: 'Names as its grants',
    render: stray => stray.grants.join(', ') || '–',
  },
  {
    title: 'Last change',
    render: ({ created, modified }) => (
      <LastChange created={created} modified={modified} />
    ),
  },
  { title: 'What is done', render: stray => ANSWERS[stray.answer] },
  {
    title: 'Look',
    render: ({ controlPlane, mesh, kind, name }) => (
      <GraphLink
        changes={{
          ifRemoved: `${kind}/${name}`,
          inControlPlane: controlPlane,
          inMesh: mesh,
        }}
        label="What breaks if it goes?"
      />
    ),
  },
];

/** Permissions that bear our label and belong to no grant. */
export function Strays() {
  const api = useApiClient();
  const loaded = useLoad(signal => api.strays(signal), 'strays', {
    poll: POLL_MILLISECONDS,
  });
  return (
    <section aria-labelledby="access-strays">
      <Typography
        id="access-strays"
        variant="h6"
        component="h2"
        style={{ marginTop: 24 }}
        gutterBottom
      >
        Permissions of nobody's grant
      </Typography>
      <LoadBoundary loaded={loaded} what="the permissions of nobody's grant">
        {strays => (
          <DataTable
            label="Permissions of nobody's grant"
            columns={columns}
            rows={strays}
            rowKey={({ controlPlane, mesh, kind, name }) =>
              [controlPlane, mesh, kind, name].join(' ')
            }
            empty="Every permission that bears the label of a grant has one."
          />
        )}
      </LoadBoundary>
    </section>
  );
}
