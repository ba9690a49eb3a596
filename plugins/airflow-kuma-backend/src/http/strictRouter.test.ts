import express from 'express';
import request from 'supertest';
import { serveRouter } from '../graph/__testUtils__/serveRouter';
import { readsQuery, strictRouter } from './strictRouter';

describe('strictRouter', () => {
  const router = strictRouter();
  router.get('/plain/:id', async (_request, response) => {
    response.json('plain');
  });
  router.get('/asked', readsQuery, async ({ query }, response) => {
    response.json(query);
  });
  router.post('/written', express.json(), async ({ body }, response) => {
    response.json(body);
  });
  const inner = strictRouter();
  inner.delete('/thing', async (_request, response) => {
    response.json('gone');
  });
  router.use('/inner', inner);
  const server = serveRouter(router);

  it.each<['get' | 'post' | 'delete', string, unknown]>([
    ['get', '/plain/a', 'plain'],
    ['get', '/plain/a?', 'plain'],
    ['get', '/asked?text=a', { text: 'a' }],
    ['post', '/written', { a: 1 }],
    ['delete', '/inner/thing', 'gone'],
  ])('lets %s %s through', async (method, path, answer) => {
    const { body } = await request(server)[method](path).send({ a: 1 });
    expect(body).toEqual(answer);
  });

  it.each<['get' | 'post' | 'delete', string, string]>([
    [
      'get',
      '/plain/a?at=1&search=b',
      'GET /plain/a takes no query parameters: at, search',
    ],
    ['get', '/plain/a?at', 'GET /plain/a takes no query parameters: at'],
    [
      'post',
      '/written?dryRun=true',
      'POST /written takes no query parameters: dryRun',
    ],
    [
      'delete',
      '/inner/thing?force',
      'DELETE /inner/thing takes no query parameters: force',
    ],
  ])('refuses %s %s by name', async (method, path, message) => {
    const { status, body } = await request(server)[method](path).send({});
    expect([status, body.error.message]).toEqual([400, message]);
  });
});
