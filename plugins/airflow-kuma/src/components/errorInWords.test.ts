import { ResponseError } from '@backstage/errors';
import { errorInWords, errorName } from './errorInWords';

describe('errorInWords', () => {
  it('says what the backend said, not the number of the answer', async () => {
    const error = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: { name: 'ConflictError', message: 'It was decided meanwhile' },
          response: { statusCode: 409 },
        }),
        { status: 409, headers: { 'content-type': 'application/json' } },
      ) as any,
    );
    expect(error.message).toContain('409');
    expect(errorInWords(error)).toBe('It was decided meanwhile');
    expect(errorName(error)).toBe('ConflictError');
  });

  it('leaves other errors as they are', () => {
    const error = new TypeError('Failed to fetch');
    expect(errorInWords(error)).toBe('Failed to fetch');
    expect(errorName(error)).toBe('TypeError');
  });
});
