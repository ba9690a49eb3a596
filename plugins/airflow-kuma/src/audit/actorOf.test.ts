import { actorOf } from './actorOf';

describe('actorOf', () => {
  it.each([
    [undefined, undefined],
    ['  ', undefined],
    ['user:default/Dana', 'user:default/dana'],
    ['plugin:airflow-kuma', 'plugin:airflow-kuma'],
    ['the portal', 'plugin:airflow-kuma'],
    ['dana', 'user:default/dana'],
    ['Dana Scully', 'user:default/dana-scully'],
  ])('%j is %j', (text, actor) => {
    expect(actorOf(text)).toBe(actor);
  });
});
