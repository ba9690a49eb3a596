import { Link } from '@backstage/core-components';
import OpenInNew from '@material-ui/icons/OpenInNew';

/** A link out of the portal; nothing but http(s) becomes one. */
export function ExternalLink(props: { url?: string; text: string }) {
  const { url, text } = props;
  if (!url || !/^https?:\/\//i.test(url)) return <>{text}</>;
  return (
    <Link to={url} underline="always">
      {text}
      <OpenInNew
        aria-hidden
        style={{ fontSize: '1em', marginLeft: 4, verticalAlign: 'text-bottom' }}
      />
    </Link>
  );
}
