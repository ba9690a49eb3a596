import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useCallback } from 'react';
import { usePickerApi } from '../api/usePickerApi';
import { DOMAIN, dagOptions, sourceDomain } from './dagOptions';
import { ValuePicker } from './ValuePicker';

/** Chooses a DAG or a data domain; its value is an entity ref or `domain:<name>`. */
export function DagPicker(props: FieldExtensionComponentProps<string>) {
  const api = usePickerApi();
  const search = useCallback(
    async (text: string) => dagOptions((await api.dags(text)).items),
    [api],
  );
  const lookUp = useCallback(
    async (value: string) => {
      if (value.startsWith(DOMAIN)) {
        return [sourceDomain(value.slice(DOMAIN.length))];
      }
      const { dag, ref } = await api.dag(value);
      const schedule = dag.schedule.summary;
      return dagOptions([{ ...dag, ref, schedule }]).filter(
        option => option.value === ref,
      );
    },
    [api],
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
