import { isUpstreamError } from '../http/UpstreamError';

/** For so long an endpoint that is gone is not asked for. */
const ASK_AGAIN_AFTER = 60 * 60_000;

/**
 * Endpoints that a control plane does not have, as newer versions drop some.
 * One counts as gone once it was a 404 and what replaces it answered, so that a
 * 404 of everything (a proxy in front, a mesh that went) hides nothing. No
 * version is compared: whatever the control plane turns into is found out by
 * asking, with one request for each endpoint that is gone.
 */
export class GoneEndpoints {
  readonly #suspected = new Map<string, Error>();
  readonly #gone = new Map<string, { error: Error; at: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Sends a request, unless its endpoint is known to be gone: throws its 404. */
  async ask<T>(endpoint: string, request: () => Promise<T>): Promise<T> {
    const known = this.#gone.get(endpoint);
    if (known && this.now() - known.at < ASK_AGAIN_AFTER) throw known.error;
    try {
      const answer = await request();
      this.#suspected.delete(endpoint);
      this.#gone.delete(endpoint);
      return answer;
    } catch (error) {
      if (isUpstreamError(error, 'not-found')) {
        this.#suspected.set(endpoint, error);
      }
      throw error;
    }
  }

  /** What replaces an endpoint answered: if the endpoint was a 404, it is gone. */
  confirm(endpoint: string): void {
    const error = this.#suspected.get(endpoint);
    if (!error) return;
    this.#suspected.delete(endpoint);
    this.#gone.set(endpoint, { error, at: this.now() });
  }

  /** Sends a request, and where its endpoint is gone what replaces it. */
  async askOr<T>(
    endpoint: string,
    request: () => Promise<T>,
    instead: () => Promise<T>,
  ): Promise<T> {
    try {
      return await this.ask(endpoint, request);
    } catch (error) {
      if (!isUpstreamError(error, 'not-found')) throw error;
      const answer = await instead();
      this.confirm(endpoint);
      return answer;
    }
  }

  /** The control plane is another one now: all its endpoints are asked again. */
  forget(): void {
    this.#suspected.clear();
    this.#gone.clear();
  }
}
