import {
  AccessPreview,
  AccessRequestInput,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import { useState } from 'react';
import { LoadBoundary } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { PreviewDetails } from './PreviewDetails';

/** Any duration does: it changes who approves, not what is written. */
const DURATION = 'P1D';

/**
 * What a request would write and whom it would touch, before one is made. In
 * a mesh whose API is read-only this is where the YAML comes from.
 */
export function PreviewOnDemand(props: {
  source: string;
  destination: string;
  port: number;
}) {
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return (
      <Button size="small" onClick={() => setAsked(true)}>
        Preview what a request would do
      </Button>
    );
  }
  return <Preview {...props} />;
}

function Preview(props: { source: string; destination: string; port: number }) {
  const { source, destination, port } = props;
  const api = useApiClient();
  const input: AccessRequestInput = {
    source: { kind: 'dag', ref: source },
    destination: { kind: 'service', ref: destination, port },
    reason: '',
    duration: DURATION,
  };
  const loaded = useLoad(
    signal => api.preview(input, signal),
    `preview ${source} ${destination} ${port}`,
  );
  return (
    <LoadBoundary loaded={loaded} what="the preview">
      {preview => <PreviewDetails preview={aboutAccess(preview)} />}
    </LoadBoundary>
  );
}

/** Without what is only missing because nobody has filled in the form yet. */
function aboutAccess(preview: AccessPreview): AccessPreview {
  return {
    ...preview,
    problems: preview.problems.filter(
      ({ field }) => field !== 'reason' && field !== 'duration',
    ),
  };
}
