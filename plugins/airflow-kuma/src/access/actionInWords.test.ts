import { actionInWords } from './actionInWords';

describe('actionInWords', () => {
  it.each([
    ['access.request.created', 'request created'],
    ['access.permission.applied', 'permission applied'],
    ['audit.exported', 'audit exported'],
  ])('%s', (action, expected) => expect(actionInWords(action)).toBe(expected));
});
