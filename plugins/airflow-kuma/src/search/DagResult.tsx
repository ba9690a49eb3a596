import {
  InventoryDocument,
  ResultItem,
  ResultItemProps,
  fieldText,
} from './ResultItem';

/** A DAG among the search results: instance, schedule, owner. */
export function DagResult(props: ResultItemProps) {
  const document = props.result as InventoryDocument | undefined;
  return (
    <ResultItem
      {...props}
      what="Airflow DAG"
      facts={[
        fieldText(document, 'instance'),
        fieldText(document, 'schedule'),
        fieldText(document, 'dataDomain'),
        fieldText(document, 'environment'),
      ]}
    />
  );
}
