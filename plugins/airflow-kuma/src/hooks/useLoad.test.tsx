import { act, render, screen } from '@testing-library/react';
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

  it('loads again when the backend signals', async () => {
    let send: (message: object) => void = () => {};
    const signals = {
      subscribe: (_channel: string, onMessage: (message: any) => void) => {
        send = onMessage;
        return { unsubscribe: () => {} };
      },
    };
    const load = jest
      .fn()
      .mockResolvedValueOnce('one')
      .mockResolvedValueOnce('two');
    render(
      <TestApiProvider apis={[[signalApiRef, signals]]}>
        <Probe load={load} id="a" />
      </TestApiProvider>,
    );
    await act(async () => {});
    await act(async () => send({ what: 'changed' }));
    expect(screen.getByText(/value=two/)).toBeInTheDocument();
  });
});
