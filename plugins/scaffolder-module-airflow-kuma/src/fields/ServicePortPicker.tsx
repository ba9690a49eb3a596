import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useCallback, useState } from 'react';
import useAsync from 'react-use/lib/useAsync';
import { useOptions } from '../api/useOptions';
import { usePickerApi } from '../api/usePickerApi';
import { DOMAIN } from './dagOptions';
import { firstError } from './firstError';
import { OptionPicker } from './OptionPicker';
import {
  DestinationOption,
  DestinationValue,
  isSameDestination,
  serviceOptions,
} from './serviceOptions';

/** Chooses a service and one of its ports, or a data domain. */
export function ServicePortPicker(
  props: FieldExtensionComponentProps<DestinationValue>,
) {
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
  const [chosen, setChosen] = useState<DestinationOption>();
  const load = useCallback(
    async (typed: string) => serviceOptions((await api.services(typed)).items),
    [api],
  );
  const { options, loading, error } = useOptions(text, load);
  const ref = formData?.ref;
  const port = formData?.port;
  const isChosen =
    chosen !== undefined &&
    ref === chosen.value.ref &&
    port === chosen.value.port;
  // A value that came with the address has no label yet, and maybe no port.
  const prefilled = useAsync(async () => {
    if (!ref || isChosen) return [];
    if (ref.startsWith(DOMAIN)) return [domainOption(ref)];
    const { service } = await api.service(ref);
    return serviceOptions([{ ...service, ref }]).filter(
      option => option.value.ref === ref,
    );
  }, [ref, isChosen, api]);
  const offered = prefilled.value ?? [];
  const selected = isChosen
    ? chosen
    : offered.find(option =>
        isSameDestination(option.value, { ref: ref ?? '', port }),
      );

  return (
    <OptionPicker
      id={idSchema?.$id ?? 'airflow-kuma-service'}
      label={schema.title ?? 'Service and port'}
      description={
        ref && !selected && offered.length > 0
          ? `Choose a port: ${offered.map(option => option.label).join(', ')}`
          : schema.description
      }
      required={required}
      disabled={Boolean(uiSchema?.['ui:disabled'])}
      error={firstError(rawErrors, error ?? prefilled.error)}
      loading={loading}
      options={ref && !selected && !text ? offered : options}
      selected={selected}
      isSame={(left, right) => isSameDestination(left.value, right.value)}
      onSearch={setText}
      onSelect={option => {
        setChosen(option);
        onChange(option?.value);
      }}
    />
  );
}

function domainOption(ref: string): DestinationOption {
  return {
    value: { ref },
    label: ref.slice(DOMAIN.length),
    detail: 'All services of the data domain, all ports',
    group: 'Data domains',
  };
}
