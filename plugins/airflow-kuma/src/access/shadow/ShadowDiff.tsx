import {
  AccessRequest,
  AccessShadowDiff,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import useAsyncFn from 'react-use/lib/useAsyncFn';
import { Loading, Notice, PlainEmpty, errorInWords } from '../../components';
import { useApiClient } from '../../hooks/useApiClient';
import { useLoad } from '../../hooks/useLoad';
import { ShadowChanges } from './ShadowChanges';

/**
 * Kuma's own word on a request, for who decides it. Only on demand: to answer,
 * Kuma has to be given a policy for a moment, if one without effect.
 */
export function ShadowDiff(props: { request: AccessRequest }) {
  const { id } = props.request;
  const api = useApiClient();
  const options = useLoad(signal => api.accessOptions(signal), 'options').value;
  const [{ value, loading, error }, ask] = useAsyncFn(
    () => api.requestShadowDiff(id),
    [api, id],
  );
  return (
    <section aria-label="What Kuma itself says" style={{ marginTop: 16 }}>
      <Typography variant="subtitle2" component="h3" gutterBottom>
        What Kuma itself says
      </Typography>
      {options?.shadowDiff === false ? (
        <PlainEmpty>
          Not enabled here: with airflowKuma.access.shadowDiff approvers can let
          Kuma compute the change to its proxies as well.
        </PlainEmpty>
      ) : (
        <>
          <Typography variant="body2" gutterBottom>
            Kuma gets the policy for a moment, marked as shadow so that it has
            no effect, and tells what it would change in a proxy of the
            destination.
          </Typography>
          <Button
            size="small"
            variant="outlined"
            disabled={loading}
            onClick={ask}
          >
            {value || error ? 'Ask Kuma again' : 'Ask Kuma what would change'}
          </Button>
          <div aria-live="polite" style={{ marginTop: 12 }}>
            {loading && <Loading what="what Kuma says" />}
            {!loading && error && <Refused message={errorInWords(error)} />}
            {!loading && value && <Answer answer={value} />}
          </div>
        </>
      )}
    </section>
  );
}

function Refused(props: { message: string }) {
  return (
    <Notice severity="error" title="Kuma could not be asked">
      {`${props.message.replace(/[.\s]+$/, '')}. `}
      Nothing is left in the mesh: what was written for the question is taken
      away again. Ask again in a moment, or decide by the preview above, which
      does not need it.
    </Notice>
  );
}

function Answer(props: { answer: AccessShadowDiff }) {
  const { reason, proxy, changes } = props.answer;
  return (
    <>
      {reason && <Notice severity="info">{reason}</Notice>}
      {changes.length > 0 && <ShadowChanges proxy={proxy} changes={changes} />}
    </>
  );
}
