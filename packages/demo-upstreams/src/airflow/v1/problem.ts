import { Response } from 'express';
import { reply } from '../../http/reply';

const reference =
  'https://airflow.apache.org/docs/apache-airflow/2.11.2/stable-rest-api-ref.html#section/Errors/';

/** Airflow 2's refusals, as problem+json. */
export function replyProblem(
  response: Response,
  problem: {
    status: number;
    title: string;
    detail: string | null;
    /** Section of Airflow's reference; default `about:blank`. */
    section?: string;
  },
): void {
  reply(response, {
    status: problem.status,
    contentType: 'application/problem+json',
    body: {
      detail: problem.detail,
      status: problem.status,
      title: problem.title,
      type: problem.section ? `${reference}${problem.section}` : 'about:blank',
    },
  });
}

export function replyForbidden(response: Response): void {
  replyProblem(response, {
    status: 403,
    title: 'Forbidden',
    detail: null,
    section: 'PermissionDenied',
  });
}

export function replyBadRequest(response: Response, detail: string): void {
  replyProblem(response, {
    status: 400,
    title: 'Bad Request',
    detail,
    section: 'BadRequest',
  });
}

export function replyNoDag(response: Response, detail: string): void {
  replyProblem(response, {
    status: 404,
    title: 'DAG not found',
    detail,
    section: 'NotFound',
  });
}

/** What Airflow 2 answers outside its API, with its own page. */
export function replyNoPage(response: Response): void {
  reply(response, {
    status: 404,
    contentType: 'text/html; charset=utf-8',
    body: '\n<!DOCTYPE html>\n<html lang="en">\n  <head>\n    <title>Airflow 404</title>\n  </head>\n  <body>\n    <h1>Airflow 404</h1>\n    <p>Page cannot be found.</p>\n    <a href="/">Return to the main page</a>\n  </body>\n</html>',
  });
}
