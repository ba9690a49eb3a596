import {
  GraphNode,
  nameWithId,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { RefObject, useState } from 'react';
import { TextInput } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useFieldId } from '../hooks/useFieldId';
import { useLoad } from '../hooks/useLoad';
import { NODE_KINDS } from './canvas/describe';

/** Something to fly to: in the picture, or in a group that is closed. */
export type Found = {
  ref: string;
  label: string;
  hint: string;
  shown: boolean;
};

/** How many to offer. */
const OFFERED = 10;

/** Finds a node by its name; the server is asked for what is not drawn. */
export function FindField(props: {
  nodes: GraphNode[];
  inputRef: RefObject<HTMLInputElement>;
  onFind: (found: Found) => void;
}) {
  const { nodes, inputRef, onFind } = props;
  const id = useFieldId();
  const api = useApiClient();
  const [text, setText] = useState('');
  const elsewhere = useLoad(
    async signal => {
      const query = { text, limit: OFFERED };
      const [dags, services] = await Promise.all([
        api.dags(query, signal),
        api.services(query, signal),
      ]);
      return [
        ...dags.items.map(row => ({
          ref: row.ref,
          label: nameWithId(row.displayName, row.dagId),
          hint: `DAG, ${row.instance}`,
        })),
        ...services.items.map(row => ({
          ref: row.ref,
          label: nameWithId(row.displayName, row.name),
          hint: `service, ${row.mesh}`,
        })),
      ];
    },
    text,
    { skip: text.length < 2 },
  );
  const shown = findShown(nodes, text);
  const known = new Set(shown.map(({ ref }) => ref));
  const options: Found[] = [
    ...shown,
    ...(elsewhere.value ?? [])
      .filter(({ ref }) => !known.has(ref))
      .map(item => ({
        ...item,
        shown: nodes.some(node => node.id === item.ref),
      })),
  ];
  return (
    <Autocomplete<Found, false, false, false>
      id={id}
      size="small"
      style={{ width: 200 }}
      options={text ? options : []}
      value={null}
      inputValue={text}
      filterOptions={all => all}
      getOptionLabel={found => found.label}
      renderOption={found =>
        `${found.label} – ${found.hint}${found.shown ? '' : ', not drawn yet'}`
      }
      noOptionsText="Nothing of this name"
      onInputChange={(_event, input, reason) =>
        setText(reason === 'reset' ? '' : input)
      }
      onChange={(_event, found) => {
        if (found) onFind(found);
      }}
      renderInput={params => (
        <TextInput {...params} label="Find in the graph" inputRef={inputRef} />
      )}
    />
  );
}

/** Nodes of the picture whose name holds the text, best first. */
export function findShown(nodes: GraphNode[], text: string): Found[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  return nodes
    .filter(node => node.label.toLowerCase().includes(wanted))
    .sort(
      (a, b) =>
        Number(b.label.toLowerCase().startsWith(wanted)) -
          Number(a.label.toLowerCase().startsWith(wanted)) ||
        a.label.localeCompare(b.label),
    )
    .slice(0, OFFERED)
    .map(node => ({
      ref: node.id,
      label: node.label,
      hint: [NODE_KINDS[node.kind], node.sublabel].filter(Boolean).join(', '),
      shown: true,
    }));
}
