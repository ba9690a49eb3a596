import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useCallback } from 'react';
import { usePickerApi } from '../api/usePickerApi';
import { useOwnerNames } from '../api/useOwnerNames';
import { DOMAIN, dagOptions, sourceDomain } from './dagOptions';
import { ValuePicker } from './ValuePicker';

/** Chooses a DAG or a data domain; its value is an entity ref or `domain:<name>`. */
export function DagPicker(props: FieldExtensionComponentProps<string>) {
  const api = usePickerApi();
  const ownerNames = useOwnerNames();
  const search = useCallback(
    async (text: string) => {
      const { items } = await api.dags(text);
      return dagOptions(items, await ownerNames(items.map(row => row.owner)));
    },
    [api, ownerNames],
  );
  const lookUp = useCallback(
    async (value: string) => {
      if (value.startsWith(DOMAIN)) {
        return [sourceDomain(value.slice(DOMAIN.length))];
      }
      const { dag, ref } = await api.dag(value);
      const schedule = dag.schedule.summary;
      const nameOf = await ownerNames([dag.owner]);
      return dagOptions([{ ...dag, ref, schedule }], nameOf).filter(
        option => option.value === ref,
      );
    },
    [api, ownerNames],
  );
  return (
    <ValuePicker
      field={props}
      id="airflow-kuma-dag"
      label="Source"
      search={search}
      lookUp={lookUp}
      isSame={isSameRef}
    />
  );
}

/** Refs do not tell upper from lower case. */
function isSameRef(left: string, right: string): boolean {
  return left.toLocaleLowerCase('en-US') === right.toLocaleLowerCase('en-US');
}
