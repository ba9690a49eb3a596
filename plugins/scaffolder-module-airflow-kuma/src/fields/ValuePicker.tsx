import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useState } from 'react';
import useAsync from 'react-use/lib/useAsync';
import { useOptions } from '../api/useOptions';
import { firstError } from './firstError';
import { OptionPicker, PickerOption } from './OptionPicker';

/**
 * A form field that searches the backend for its options, and finds the name
 * of a value that came with the address.
 */
export function ValuePicker<V, O extends PickerOption & { value: V }>(props: {
  field: FieldExtensionComponentProps<V>;
  id: string;
  label: string;
  /** Stable, as every change of it asks again. */
  search(text: string): Promise<O[]>;
  /** What a value stands for; several where a part of it is missing. */
  lookUp(value: V): Promise<O[]>;
  isSame(left: V, right: V): boolean;
}) {
  const { search, lookUp, isSame } = props;
  const {
    formData,
    onChange,
    rawErrors,
    required,
    schema,
    uiSchema,
    idSchema,
  } = props.field;
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<O>();
  const { options, loading, error } = useOptions(text, search);
  const isChosen =
    chosen !== undefined &&
    formData !== undefined &&
    isSame(chosen.value, formData);
  // By what it says: the form makes a new object of the same value each time.
  const key = formData === undefined ? undefined : JSON.stringify(formData);
  const prefilled = useAsync(
    async () => (key && !isChosen ? lookUp(JSON.parse(key)) : []),
    [key, isChosen, lookUp],
  );
  const offered = prefilled.value ?? [];
  const selected = isChosen
    ? chosen
    : offered.find(
        option => formData !== undefined && isSame(option.value, formData),
      );
  const isIncomplete =
    formData !== undefined && !selected && offered.length > 0;

  return (
    <OptionPicker
      id={idSchema?.$id ?? props.id}
      label={schema.title ?? props.label}
      description={
        isIncomplete
          ? `Choose one: ${offered.map(option => option.label).join(', ')}`
          : schema.description
      }
      required={required}
      disabled={Boolean(uiSchema?.['ui:disabled'])}
      error={firstError(rawErrors, error ?? prefilled.error)}
      loading={loading}
      options={isIncomplete && !text ? offered : options}
      selected={selected}
      isSame={(left, right) => isSame(left.value, right.value)}
      onSearch={setText}
      onSelect={option => {
        setChosen(option);
        onChange(option?.value);
      }}
    />
  );
}
