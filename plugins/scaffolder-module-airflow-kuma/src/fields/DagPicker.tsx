import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useCallback, useState } from 'react';
import useAsync from 'react-use/lib/useAsync';
import { useOptions } from '../api/useOptions';
import { usePickerApi } from '../api/usePickerApi';
import { DOMAIN, DOMAIN_DETAIL, dagOptions, SourceOption } from './dagOptions';
import { firstError } from './firstError';
import { OptionPicker } from './OptionPicker';

/** Chooses a DAG or a data domain; its value is an entity ref or `domain:<name>`. */
export function DagPicker(props: FieldExtensionComponentProps<string>) {
  const {
    formData,
    onChange,
    rawErrors,
    required,
    schema,
    uiSchema,
    idSchema,
  } = props;
  const api = usePickerApi();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<SourceOption>();
  const load = useCallback(
    async (typed: string) => dagOptions((await api.dags(typed)).items),
    [api],
  );
  const { options, loading, error } = useOptions(text, load);
  // A value that came with the address has no label yet.
  const prefilled = useAsync(async () => {
    if (!formData || chosen?.value === formData) return undefined;
    if (formData.startsWith(DOMAIN)) return domainOption(formData);
    const { dag, ref } = await api.dag(formData);
    const schedule = dag.schedule.summary;
    return dagOptions([{ ...dag, ref, schedule }]).find(
      option => option.value === ref,
    );
  }, [formData, chosen, api]);
  const selected = chosen?.value === formData ? chosen : prefilled.value;

  return (
    <OptionPicker
      id={idSchema?.$id ?? 'airflow-kuma-dag'}
      label={schema.title ?? 'Source'}
      description={schema.description}
      required={required}
      disabled={Boolean(uiSchema?.['ui:disabled'])}
      error={firstError(rawErrors, error ?? prefilled.error)}
      loading={loading}
      options={options}
      selected={formData ? selected : undefined}
      isSame={(left, right) => left.value === right.value}
      onSearch={setText}
      onSelect={option => {
        setChosen(option);
        onChange(option?.value);
      }}
    />
  );
}

function domainOption(value: string): SourceOption {
  return {
    value,
    label: value.slice(DOMAIN.length),
    detail: DOMAIN_DETAIL,
    group: 'Data domains (recommended)',
  };
}
