import {
  InventoryDocument,
  ResultItem,
  ResultItemProps,
  fieldText,
} from './ResultItem';

/** A service among the search results: mesh, zone, host name. */
export function ServiceResult(props: ResultItemProps) {
  const document = props.result as InventoryDocument | undefined;
  return (
    <ResultItem
      {...props}
      what="Mesh service"
      facts={[
        fieldText(document, 'controlPlane'),
        fieldText(document, 'mesh'),
        fieldText(document, 'zone'),
        fieldText(document, 'hostnames'),
        fieldText(document, 'dataDomain'),
      ]}
    />
  );
}
