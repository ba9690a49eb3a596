import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessPreviewPanel } from './AccessPreviewPanel';

/** What asking for more time would do and who decides, before it is asked. */
export function ExtensionPreview(props: {
  request: AccessRequest;
  duration: string;
  onProblems: (count: number) => void;
}) {
  const { request, duration, onProblems } = props;
  return (
    <AccessPreviewPanel
      input={{
        source: request.source,
        destination: request.destination,
        reason: request.reason,
        ...(request.ticket && { ticket: request.ticket }),
        duration,
        extends: request.id,
      }}
      onPreview={({ problems }) => onProblems(problems.length)}
    />
  );
}
