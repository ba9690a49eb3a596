import { absolute, relative } from './times';

/** A time as people say it, exact on hover; a dash when there is none. */
export function TimeAgo(props: { at?: string }) {
  if (!props.at) return <>–</>;
  return (
    <time dateTime={props.at} title={absolute(props.at)}>
      {relative(props.at)}
    </time>
  );
}
