import { TimeAgo } from './TimeAgo';

/** When something was changed last; when it was made where it never was. */
export function LastChange(props: { created?: string; modified?: string }) {
  const { created, modified } = props;
  if (!created && !modified) return <>–</>;
  return (
    <>
      {modified ? 'changed ' : 'made '}
      <TimeAgo at={modified ?? created} />
    </>
  );
}
