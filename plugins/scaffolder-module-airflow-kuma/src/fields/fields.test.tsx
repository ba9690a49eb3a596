import {
  airflowKumaApiRef,
  rootRouteRef,
} from '@airflow-kuma/backstage-plugin-airflow-kuma';
import { fetchApiRef } from '@backstage/core-plugin-api';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ComponentType, useState } from 'react';
import {
  DagPicker,
  Duration,
  Reason,
  RequestPreview,
  ServicePortPicker,
  validateDestination,
  validateRequestPreview,
} from '.';

const dag = {
  ref: 'component:default/prod.orders',
  instance: 'prod',
  dagId: 'orders',
  displayName: 'Orders',
  dataDomain: 'shop',
  owner: 'group:default/data',
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
  answer: Record<string, unknown> | 'failing' = answers,
) {
  const onChange = jest.fn();
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url);
    const { pathname } = new URL(
      url.replace('plugin://airflow-kuma', 'http://x'),
    );
    return answer === 'failing'
      ? new Response(JSON.stringify({ error: { message: 'down' } }), {
          status: 503,
        })
      : new Response(JSON.stringify(answer[pathname]));
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
    expect(
      await screen.findByDisplayValue('Orders (orders)'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('prod · shop · @hourly · owned by data'),
    ).toBeVisible();
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
      await screen.findByText('Choose one: payments:80, payments:90'),
    ).toBeInTheDocument();
    const addError = jest.fn();
    validateDestination({ ref: service.ref }, { addError });
    expect(addError).toHaveBeenCalledWith(
      'Choose one of the ports of this service',
    );
  });

  it('say that the backend could not be asked', async () => {
    await renderField(DagPicker, undefined, 'failing');
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

  describe('the preview', () => {
    const form = {
      source: dag.ref,
      destination: { ref: service.ref, port: 80 },
      reason: 'Because it has to',
      duration: 'P7D',
    };
    const renderPreview = async (formData: object, problems: object[]) => {
      const onChange = jest.fn();
      const preview = jest.fn().mockResolvedValue({
        problems,
        warnings: [],
        obstacles: [],
        sourceOwners: [],
        policies: [],
        enforced: true,
        alsoGains: [],
        loses: [],
        opensDenied: [],
        stillDenies: [],
        approvals: [
          {
            title: 'owner of payments',
            approvers: [],
            needed: 1,
            approvedBy: [],
          },
        ],
      });
      const Field = RequestPreview as ComponentType<any>;
      await renderInTestApp(
        <TestApiProvider apis={[[airflowKumaApiRef, { preview } as any]]}>
          <Field onChange={onChange} formContext={{ formData }} />
        </TestApiProvider>,
        { mountedRoutes: { '/airflow-kuma': rootRouteRef } },
      );
      return { onChange, preview };
    };

    it('asks for what the steps before hold, and lets a good one through', async () => {
      const { onChange, preview } = await renderPreview(form, []);
      expect(await screen.findByText(/owner of payments/)).toBeVisible();
      expect(preview.mock.calls[0][0]).toEqual({
        ...form,
        source: { kind: 'dag', ref: dag.ref },
        destination: { kind: 'service', ref: service.ref, port: 80 },
      });
      expect(onChange).toHaveBeenCalledWith('possible');
      const addError = jest.fn();
      validateRequestPreview('possible', { addError });
      expect(addError).not.toHaveBeenCalled();
    });

    it('stops what would be refused, with the reason', async () => {
      const { onChange } = await renderPreview(form, [
        { message: 'A guardrail says no', request: 'r1' },
      ]);
      expect(await screen.findByText('A guardrail says no')).toBeVisible();
      expect(screen.getByRole('button', { name: 'Open it' })).toHaveAttribute(
        'href',
        '/airflow-kuma/access/requests/r1',
      );
      expect(onChange).toHaveBeenCalledWith('refused');
      const addError = jest.fn();
      validateRequestPreview('refused', { addError });
      expect(addError).toHaveBeenCalled();
    });

    it('asks nothing while an end is missing', async () => {
      const { preview } = await renderPreview({ source: dag.ref }, []);
      expect(
        await screen.findByText(/Choose a source and a destination/),
      ).toBeVisible();
      expect(preview).not.toHaveBeenCalled();
    });
  });

  it('offer a grant without an end where config allows it', async () => {
    const { onChange } = await renderField(Duration, 'P7D', {
      '/access/options': {
        durations: {
          presets: ['P7D'],
          max: 'until-revoked',
          recommended: 'P7D',
        },
        reason: { minLength: 10 },
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: /Field/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'until revoked' }),
    );
    expect(onChange).toHaveBeenLastCalledWith('until-revoked');
    expect(
      screen.getByText('Lasts until somebody revokes it.'),
    ).toBeInTheDocument();
  });

  it('count what is missing of a reason', async () => {
    await renderField(Reason, 'short');
    expect(
      await screen.findByText(/Name a ticket. 5 more characters/),
    ).toBeInTheDocument();
  });
});
