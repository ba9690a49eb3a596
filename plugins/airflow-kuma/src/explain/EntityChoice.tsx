import { useApiHolder } from '@backstage/core-plugin-api';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { useState } from 'react';
import { TextInput } from '../components';
import { useFieldId } from '../hooks/useFieldId';
import { useLoad } from '../hooks/useLoad';

/** Something to choose. */
export type Choice = { ref: string; name: string; hint?: string };

/** Finds one DAG or service by typing; the server searches. */
export function EntityChoice(props: {
  label: string;
  value?: string;
  search: (text: string, signal: AbortSignal) => Promise<Choice[]>;
  onChange: (ref: string | undefined) => void;
}) {
  const { label, value, search, onChange } = props;
  const id = useFieldId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Choice>();
  const found = useLoad(signal => search(text, signal), `${label} ${text}`);
  const title = useTitle(value);
  const options = found.value ?? [];
  const current =
    value === undefined
      ? null
      : [chosen, ...options].find(option => option?.ref === value) ?? {
          ref: value,
          name: title ?? value.replace(/^.*\//, ''),
        };
  return (
    <Autocomplete<Choice>
      id={id}
      size="small"
      style={{ width: 320 }}
      options={options}
      value={current}
      loading={found.loading}
      filterOptions={all => all}
      getOptionLabel={option => option.name}
      getOptionSelected={(option, selected) => option.ref === selected.ref}
      renderOption={option =>
        option.hint ? `${option.name} – ${option.hint}` : option.name
      }
      onInputChange={(_event, input, reason) =>
        setText(reason === 'input' ? input : '')
      }
      onChange={(_event, choice) => {
        setChosen(choice ?? undefined);
        onChange(choice?.ref);
      }}
      renderInput={params => <TextInput {...params} label={label} />}
    />
  );
}

/** An address names only the ref; the catalog has the name that people gave. */
function useTitle(ref: string | undefined): string | undefined {
  const presentations = useApiHolder().get(entityPresentationApiRef);
  return useLoad(
    async () => (await presentations?.forEntity(ref!).promise)?.primaryTitle,
    `title of ${ref}`,
    { skip: ref === undefined },
  ).value;
}
