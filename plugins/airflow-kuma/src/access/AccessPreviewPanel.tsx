import {
  AccessPreview,
  AccessRequestInput,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useEffect, useRef } from 'react';
import { LoadBoundary } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { PreviewDetails } from './PreviewDetails';

/**
 * What a request would do, before it is made: the verdict now, what would be
 * written, who else gains or loses and who has to approve. For forms of one's
 * own; `onPreview` tells whether it could be submitted.
 *
 * @public
 */
export function AccessPreviewPanel(props: {
  input: AccessRequestInput;
  onPreview?: (preview: AccessPreview) => void;
}) {
  const { input, onPreview } = props;
  const api = useApiClient();
  const loaded = useLoad(
    signal => api.preview(input, signal),
    `preview ${JSON.stringify(input)}`,
  );
  const tell = useRef(onPreview);
  tell.current = onPreview;
  useEffect(() => {
    if (loaded.value) tell.current?.(loaded.value);
  }, [loaded.value]);
  return (
    <LoadBoundary loaded={loaded} what="the preview">
      {preview => <PreviewDetails preview={preview} />}
    </LoadBoundary>
  );
}
