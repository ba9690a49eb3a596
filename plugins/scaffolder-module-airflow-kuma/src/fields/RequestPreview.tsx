import { AccessPreviewPanel } from '@airflow-kuma/backstage-plugin-airflow-kuma';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import Typography from '@material-ui/core/Typography';
import { PREVIEW_POSSIBLE, PREVIEW_REFUSED } from './validateRequestPreview';
import { toRequestInput } from './toRequestInput';

/** What the request would do, before it is made; nothing to fill in. */
export function RequestPreview(props: FieldExtensionComponentProps<string>) {
  const { formContext, formData, onChange } = props;
  // The steps before are in the context: a field has only its own value.
  const input = toRequestInput(formContext?.formData ?? {});
  if (!input) {
    return (
      <Typography variant="body2">
        Choose a source and a destination first; then this shows what the
        request would do.
      </Typography>
    );
  }
  return (
    <AccessPreviewPanel
      input={input}
      onPreview={({ problems }) => {
        const next = problems.length > 0 ? PREVIEW_REFUSED : PREVIEW_POSSIBLE;
        if (next !== formData) onChange(next);
      }}
    />
  );
}
