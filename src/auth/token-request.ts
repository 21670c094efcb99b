import type { TokenEndpoint } from './options.ts';
import { Deadline } from '../abort/deadline.ts';
import { AuthError, isAuthError, isSessionTerminationError, NetworkError, TimeoutError } from '../errors.ts';
import { exchange, type HttpResponse } from '../http/exchange.ts';
import { describeNetworkFailure, networkErrorReason } from '../http/network-failure.ts';
import { Secrets } from '../redaction/secrets.ts';
import { decideRetry, retry, type RetryPolicy } from '../http/retry.ts';
import { interpretTokenResponse } from './token-response.ts';
import type { IssuedToken } from './token-cache.ts';

/** Sending a token request again does no harm. A longer wait would outlast the call that needs the token. */
const RETRY_POLICY: RetryPolicy = { maxAttempts: 3, minDelayMs: 500, maxDelayMs: 15_000 };

/** A client of the token endpoint. */
export interface ClientCredential {
  clientId: string;
  clientSecret: string;
}

/** One way to ask for a token (RFC 6749, section 4). */
export interface Grant {
  type: string;
  /** Makes the parameters of one request, anew for each. No error can show any of the `secrets`. */
  prepare(): Promise<{ parameters: Record<string, string>; secrets: readonly string[] }>;
  /** Learns from a response. `true` if it was a rejection and the next request can do better. */
  adjust?(response: HttpResponse): boolean;
}

/** Requests tokens from one token endpoint. */
export class TokenRequester {
  readonly #endpoint: TokenEndpoint;
  readonly #client: ClientCredential;
  readonly #grant: Grant;
  #lastToken = '';

  constructor(endpoint: TokenEndpoint, client: ClientCredential, grant: Grant) {
    this.#endpoint = endpoint;
    this.#client = client;
    this.#grant = grant;
  }

  /**
   * Requests a new token. Rate limits, server errors and network failures are retried, up to three requests in all.
   *
   * @throws {@link AuthError} if no token is available; its cause says why, without secrets
   */
  async request(signal: AbortSignal): Promise<IssuedToken> {
    const progress: Progress = { attempts: 0, adjusted: false };
    try {
      const decide = (error: unknown, number: number) => decideRetry(error, number, RETRY_POLICY, false);
      const issued = await retry(
        () => this.#attempt(progress, signal),
        decide,
        () => {},
        signal,
      );
      this.#lastToken = issued.token;
      return issued;
    } catch (error) {
      if (isAuthError(error) || !isSessionTerminationError(error)) throw error;
      throw new AuthError(`No access token is available. ${error.message}`, { cause: error });
    }
  }

  async #attempt(progress: Progress, signal: AbortSignal): Promise<IssuedToken> {
    const { parameters, secrets: ofGrant } = await this.#grant.prepare();
    const { clientId, clientSecret } = this.#client;
    const secrets = new Secrets([clientId, clientSecret, this.#lastToken, ...ofGrant]);
    const response = await this.#exchange(parameters, secrets, progress, signal);
    if (progress.adjusted || !this.#grant.adjust?.(response)) {
      return interpretTokenResponse(response, secrets, progress.attempts);
    }
    progress.adjusted = true;
    return this.#attempt(progress, signal);
  }

  async #exchange(
    parameters: Record<string, string>,
    secrets: Secrets,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<HttpResponse> {
    signal.throwIfAborted();
    const deadline = new Deadline(this.#endpoint.timeoutMs, signal);
    progress.attempts += 1;
    try {
      const response = await exchange(this.#send(parameters, deadline.signal), deadline);
      // A rejection counts even if its body is lost; a token that was cut off is requested again.
      if ('fault' in response.body && response.status < 400) throw response.body.fault;
      return response;
    } catch (error) {
      if (signal.aborted) throw error;
      throw deadline.expired ? this.#timeoutError(progress) : this.#networkError(error, secrets, progress);
    } finally {
      deadline.end();
    }
  }

  #send(parameters: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const { clientId, clientSecret } = this.#client;
    const form = { grant_type: this.#grant.type, client_id: clientId, client_secret: clientSecret, ...parameters };
    return this.#endpoint.fetch(this.#endpoint.url.href, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
  }

  #timeoutError({ attempts }: Progress): TimeoutError {
    const { url, timeoutMs } = this.#endpoint;
    const what = `The token endpoint ${url.host} did not respond within ${timeoutMs} ms.`;
    return new TimeoutError(`${what} Check the network, or raise timeoutMs.`, { attempts });
  }

  #networkError(error: unknown, secrets: Secrets, progress: Progress): NetworkError {
    const reason = networkErrorReason(error);
    if (reason !== 'lost') progress.attempts -= 1;
    const { what, remedy } = describeNetworkFailure(reason, this.#endpoint.url.host);
    const advice = /^(?:certificate|proxy)$/.test(reason) ? remedy : 'Check tokenUrl, the network and the proxy.';
    const { attempts } = progress;
    return new NetworkError(`${what} ${advice}`, { reason, attempts, cause: secrets.safeCause(error) });
  }
}

/** How far one request for a token has come. */
interface Progress {
  /** How many requests the token endpoint might have received. */
  attempts: number;
  /** Whether the grant has learned from a rejection already. */
  adjusted: boolean;
}
