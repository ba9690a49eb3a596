import Typography from '@material-ui/core/Typography';
import { AccessWriter } from '../api';

/** How permissions get into the meshes of a control plane: once where all say the same. */
export function SourceWriters({ writers }: { writers: AccessWriter[] }) {
  const byWords = new Map<string, AccessWriter[]>();
  for (const writer of writers) {
    byWords.set(writer.how, [...(byWords.get(writer.how) ?? []), writer]);
  }
  return (
    <>
      {[...byWords].map(([how, same]) => (
        <Typography
          key={how}
          variant="body2"
          color={same[0].writable ? 'initial' : 'error'}
        >
          {byWords.size > 1 && `${same.map(({ mesh }) => mesh).join(', ')}: `}
          {how}
        </Typography>
      ))}
    </>
  );
}
