import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { GraphLink } from '../graph/GraphLink';
import { LoadBoundary, Section } from '../components';
import { PreviewDetails } from './PreviewDetails';
import { ShadowDiff } from './shadow/ShadowDiff';
import { useRequestPreview } from './useRequestPreview';

/** The preview, computed again for whoever looks. */
export function RequestPreview(props: { request: AccessRequest }) {
  const loaded = useRequestPreview(props.request);
  return (
    <Section title="What granting it would do">
      <LoadBoundary loaded={loaded} what="the preview">
        {preview => (
          <>
            <PreviewDetails preview={preview} isMade />
            <GraphLink
              changes={{ ifApproved: props.request.id }}
              label="Show what opens as a graph"
            />
            {props.request.availableTransitions.includes('approve') && (
              <ShadowDiff request={props.request} />
            )}
          </>
        )}
      </LoadBoundary>
    </Section>
  );
}
