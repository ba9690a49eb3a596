import { PlainNotifications } from './PlainNotifications';

async function sent(title: string, description?: string) {
  const send = jest.fn();
  await new PlainNotifications({ send }).send({
    recipients: { type: 'broadcast' },
    payload: { title, description, link: '/a?b=1&c=2', topic: 'access' },
  });
  return send.mock.calls[0][0];
}

describe('notifications', () => {
  it.each([
    ['<img src=x onerror="alert(1)">', '‹img src=x onerror="alert(1)"›'],
    ['</p><script>alert(1)</script>', '‹/p›‹script›alert(1)‹/script›'],
    ['R&D & &lt;b&#62; &amp', 'R&\u200bD & &\u200blt;b&\u200b#62; &\u200bamp'],
    ['<!-- <a href="//evil">here</a>', '‹!-- ‹a href="//evil"›here‹/a›'],
  ])('hold nothing that HTML takes for markup: %j', async (text, shown) => {
    const { payload } = await sent(text, text);
    expect(payload).toMatchObject({ title: shown, description: shown });
    // Tags begin with the one, entities with the other.
    expect(payload.title + payload.description).not.toMatch(/[<>]|&[#\w]/);
  });

  it('leave the rest as it is', async () => {
    expect(await sent('orders → payments:80')).toEqual({
      recipients: { type: 'broadcast' },
      payload: {
        title: 'orders → payments:80',
        link: '/a?b=1&c=2',
        topic: 'access',
      },
    });
  });
});
