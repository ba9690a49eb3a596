import { ReadinessMesh } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Box from '@material-ui/core/Box';
import MenuItem from '@material-ui/core/MenuItem';
import { TextInput } from '../components';
import { meshKey } from './meshKey';

/** Chooses the mesh that is looked at. */
export function MeshSelect(props: {
  meshes: ReadinessMesh[];
  value: ReadinessMesh | undefined;
  onChange: (mesh: string) => void;
}) {
  const { meshes, value, onChange } = props;
  return (
    <Box mb={2}>
      <TextInput
        select
        size="small"
        label="Mesh"
        style={{ minWidth: 220 }}
        value={value ? meshKey(value) : ''}
        onChange={event => onChange(event.target.value)}
      >
        {meshes.map(mesh => (
          <MenuItem key={meshKey(mesh)} value={meshKey(mesh)}>
            {[meshKey(mesh), mesh.version && `Kuma ${mesh.version}`]
              .filter(Boolean)
              .join(', ')}
          </MenuItem>
        ))}
      </TextInput>
    </Box>
  );
}
