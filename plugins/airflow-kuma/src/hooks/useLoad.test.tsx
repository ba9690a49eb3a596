import { act, render, screen } from '@testing-library/react';
import { SIGNAL_CHANNEL } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useLoad } from './useLoad';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';

function Probe(props: {
  load: () => Promise<string>;
  id: string;
  poll?: number;
}) {
  const state = useLoad(props.load, props.id, { poll: props.poll });
  return (
    <p>
      {`value=${state.value} error=${state.error?.message} loading=${state.loading}`}
    </p>
  );
}

const noApis = (element: JSX.Element) => (
  <TestApiProvider apis={[]}>{element}</TestApiProvider>
);

/** Signals of the backend, as a test sends them. */
function signals() {
  let listener: (sent: object) => void = () => {};
  const api = {
    subscribe: (channel: string, onMessage: (sent: any) => void) => {
      if (channel === SIGNAL_CHANNEL) listener = onMessage;
      return { unsubscribe: () => {} };
    },
  };
  return { api, send: (sent: object) => listener(sent) };
}

describe('useLoad', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('keeps the last good answer while a poll fails, and clears the error after', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce('first')
      .mockRejectedValueOnce(new Error('down'))
      .mockResolvedValueOnce('second');
    render(noApis(<Probe load={load} id="a" poll={1000} />));
    await act(async () => {});
    expect(
      screen.getByText('value=first error=undefined loading=false'),
    ).toBeInTheDocument();
    await act(async () => jest.advanceTimersByTime(1000));
    expect(
      screen.getByText('value=first error=down loading=false'),
    ).toBeInTheDocument();
    await act(async () => jest.advanceTimersByTime(1000));
    expect(
      screen.getByText('value=second error=undefined loading=false'),
    ).toBeInTheDocument();
  });

  it('stops asking for what is gone, and asks for what fails', async () => {
    const gone = Object.assign(new Error('Request failed with 404'), {
      cause: Object.assign(new Error('No request r1'), {
        name: 'NotFoundError',
      }),
    });
    const load = jest
      .fn()
      .mockResolvedValueOnce('first')
      .mockRejectedValue(gone);
    render(noApis(<Probe load={load} id="a" poll={1000} />));
    for (let poll = 0; poll < 5; poll++) {
      await act(async () => jest.advanceTimersByTime(1000));
    }
    expect(load).toHaveBeenCalledTimes(2);
    expect(screen.getByText(/404/)).toBeInTheDocument();
    const failing = jest.fn().mockRejectedValue(new Error('down'));
    render(noApis(<Probe load={failing} id="b" poll={1000} />));
    for (let poll = 0; poll < 4; poll++) {
      await act(async () => jest.advanceTimersByTime(1000));
    }
    expect(failing.mock.calls.length).toBeGreaterThan(3);
  });

  it('asks no more for what is gone on a signal, or when the tab is shown', async () => {
    const { api, send } = signals();
    const gone = Object.assign(new Error('No DAG'), { name: 'NotFoundError' });
    const load = jest.fn().mockRejectedValue(gone);
    const { rerender } = render(
      <TestApiProvider apis={[[signalApiRef, api]]}>
        <Probe load={load} id="a" poll={1000} />
      </TestApiProvider>,
    );
    await act(async () => {});
    for (const changed of ['inventory', 'access']) {
      await act(async () => send({ changed }));
      await act(async () => {
        document.dispatchEvent(new Event('visibilitychange'));
      });
    }
    expect(load).toHaveBeenCalledTimes(1);
    rerender(
      <TestApiProvider apis={[[signalApiRef, api]]}>
        <Probe load={load} id="b" poll={1000} />
      </TestApiProvider>,
    );
    await act(async () => {});
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('drops the answer of an older key', async () => {
    let finishOld: (value: string) => void = () => {};
    const old = () => new Promise<string>(resolve => (finishOld = resolve));
    const { rerender } = render(noApis(<Probe load={old} id="a" />));
    rerender(noApis(<Probe load={async () => 'new'} id="b" />));
    await act(async () => {});
    await act(async () => finishOld('old'));
    expect(screen.getByText(/value=new/)).toBeInTheDocument();
  });

  it('does not show the value of another key under an error', async () => {
    const { rerender } = render(
      noApis(<Probe load={async () => 'a'} id="a" />),
    );
    await act(async () => {});
    const fail = async () => {
      throw new Error('no');
    };
    rerender(noApis(<Probe load={fail} id="b" />));
    await act(async () => {});
    expect(
      screen.getByText('value=undefined error=no loading=false'),
    ).toBeInTheDocument();
  });

  it.each([
    ['of access', undefined, { changed: 'access' }, true],
    ['of the inventory, what polls', 60_000, { changed: 'inventory' }, true],
    [
      'of the inventory, nothing else',
      undefined,
      { changed: 'inventory' },
      false,
    ],
  ])('loads again on signals %s', async (_title, poll, message, again) => {
    const { api, send } = signals();
    const load = jest
      .fn()
      .mockResolvedValueOnce('one')
      .mockResolvedValueOnce('two');
    render(
      <TestApiProvider apis={[[signalApiRef, api]]}>
        <Probe load={load} id="a" poll={poll} />
      </TestApiProvider>,
    );
    await act(async () => {});
    await act(async () => send(message));
    expect(
      screen.getByText(again ? /value=two/ : /value=one/),
    ).toBeInTheDocument();
  });
});
