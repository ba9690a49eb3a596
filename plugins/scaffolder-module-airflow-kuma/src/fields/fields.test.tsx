import { fetchApiRef } from '@backstage/core-plugin-api';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ComponentType, useState } from 'react';
import {
  DagPicker,
  Duration,
  Reason,
  ServicePortPicker,
  validateDestination,
} from '.';

const dag = {
  ref: 'component:default/prod.orders',
  instance: 'prod',
  dagId: 'orders',
  displayName: 'Orders',
  dataDomain: 'shop',
  tags: [],
  edges: {},
};
const service = {
  ref: 'resource:default/eu.default.payments',
  displayName: 'payments',
  mesh: 'default',
  ports: [
    { name: 'http', port: 80, protocol: 'http' },
    { name: 'db', port: 90, protocol: 'tcp' },
  ],
};
const answers: Record<string, unknown> = {
  '/dags': { items: [dag], total: 1 },
  '/services': { items: [service], total: 1 },
  '/dag': {
    ref: dag.ref,
    dag: { ...dag, schedule: { summary: '@hourly', assets: [] } },
  },
  '/service': { ref: service.ref, service },
  '/access/options': {
    durations: { presets: ['P1D', 'P7D'], max: 'P90D', recommended: 'P7D' },
    reason: { minLength: 10, patternHint: 'Name a ticket.' },
  },
};

async function renderField(
  Field: ComponentType<any>,
  formData?: unknown,
  failing = false,
) {
  const onChange = jest.fn();
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url);
    const { pathname } = new URL(
      url.replace('plugin://airflow-kuma', 'http://x'),
    );
    return failing
      ? new Response(JSON.stringify({ error: { message: 'down' } }), {
          status: 503,
        })
      : new Response(JSON.stringify(answers[pathname]));
  };
  function Form() {
    const [value, setValue] = useState(formData);
    return (
      <Field
        formData={value}
        onChange={(next: unknown) => {
          onChange(next);
          setValue(next);
        }}
        schema={{ title: 'Field', description: 'What it is' }}
        uiSchema={{}}
        idSchema={{ $id: 'root_field' }}
        required
      />
    );
  }
  await renderInTestApp(
    <TestApiProvider apis={[[fetchApiRef, { fetch } as any]]}>
      <Form />
    </TestApiProvider>,
  );
  return { onChange, asked };
}

describe('the form fields', () => {
  it('offer DAGs, and their data domains first', async () => {
    const { onChange, asked } = await renderField(DagPicker);
    await userEvent.type(screen.getByRole('textbox'), 'ord');
    await waitFor(() =>
      expect(asked.some(url => url.includes('text=ord'))).toBe(true),
    );
    const options = within(await screen.findByRole('listbox')).getAllByRole(
      'option',
    );
    expect(options.map(option => option.textContent)).toEqual([
      expect.stringContaining('shop'),
      expect.stringContaining('Orders'),
    ]);
    await userEvent.click(options[0]);
    expect(onChange).toHaveBeenLastCalledWith('domain:shop');
  });

  it('show a DAG that came with the address', async () => {
    await renderField(DagPicker, dag.ref);
    expect(await screen.findByDisplayValue('Orders')).toBeInTheDocument();
    expect(await screen.findByText('prod · shop · @hourly')).toBeVisible();
  });

  it('offer each port of a service', async () => {
    const { onChange } = await renderField(ServicePortPicker);
    await userEvent.click(screen.getByRole('textbox'));
    await userEvent.click(await screen.findByText('payments:90'));
    expect(onChange).toHaveBeenLastCalledWith({ ref: service.ref, port: 90 });
  });

  it('show a service and port that came with the address', async () => {
    await renderField(ServicePortPicker, { ref: service.ref, port: 80 });
    expect(await screen.findByDisplayValue('payments:80')).toBeInTheDocument();
  });

  it('ask for the port where the address had none', async () => {
    await renderField(ServicePortPicker, { ref: service.ref });
    expect(
      await screen.findByText('Choose a port: payments:80, payments:90'),
    ).toBeInTheDocument();
    const addError = jest.fn();
    validateDestination({ ref: service.ref }, { addError });
    expect(addError).toHaveBeenCalledWith(
      'Choose one of the ports of this service',
    );
  });

  it('say that the backend could not be asked', async () => {
    await renderField(DagPicker, undefined, true);
    expect(
      await screen.findByText(/The backend could not be asked/),
    ).toBeInTheDocument();
  });

  it('begin with the recommended duration', async () => {
    const { onChange } = await renderField(Duration);
    await waitFor(() => expect(onChange).toHaveBeenCalledWith('P7D'));
    expect(await screen.findByText('7 days (recommended)')).toBeInTheDocument();
    expect(screen.getByText(/At most 90 days/)).toBeInTheDocument();
  });

  it('count what is missing of a reason', async () => {
    await renderField(Reason, 'short');
    expect(
      await screen.findByText(/Name a ticket. 5 more characters/),
    ).toBeInTheDocument();
  });
});
