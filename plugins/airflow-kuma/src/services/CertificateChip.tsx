import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import { StatusChip, TimeAgo, absolute } from '../components';

/**
 * Expiry of a certificate. External issuers report none: that reads "not
 * reported", never "expired".
 */
export function CertificateChip(props: { expires?: string; expired: boolean }) {
  const { expires, expired } = props;
  if (!expires) return <>Not reported</>;
  return (
    <>
      <StatusChip
        tone={expired ? 'error' : 'ok'}
        icon={expired ? ErrorOutline : CheckCircleOutline}
        label={expired ? 'Expired' : 'Valid'}
        explanation={`Until ${absolute(expires)}`}
      />{' '}
      <TimeAgo at={expires} />
    </>
  );
}
