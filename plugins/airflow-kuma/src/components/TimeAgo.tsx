import { absolute, relative } from './times';

/** A time as people say it, exact on hover or beside; a dash when there is none. */
export function TimeAgo(props: { at?: string; exact?: boolean }) {
  if (!props.at) return <>–</>;
  return (
    <time
      dateTime={props.at}
      title={absolute(props.at)}
      style={props.exact ? undefined : { whiteSpace: 'nowrap' }}
    >
      {relative(props.at)}
      {props.exact && ` (${absolute(props.at)})`}
    </time>
  );
}
