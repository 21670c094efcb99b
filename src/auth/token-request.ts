import {
  allowInsecureRequests,
  ClientSecretPost,
  customFetch,
  genericTokenEndpointRequest,
  type AuthorizationServer,
  type Client,
} from 'oauth4webapi';
import type { TokenEndpoint } from './options.ts';
import { Deadline } from '../abort/deadline.ts';
import { AuthError, NetworkError, SessionTerminationError, TimeoutError } from '../errors.ts';
import { exchange, type HttpResponse } from '../http/exchange.ts';
import { describeNetworkFailure, networkErrorReason } from '../http/network-failure.ts';
import { Secrets } from '../redaction/secrets.ts';
import { decideRetry, retry, type RetryPolicy } from '../http/retry.ts';
import { interpretTokenAnswer } from './token-response.ts';
import type { IssuedToken } from './token-cache.ts';

/** A token request may be sent again without harm. Longer waits would outlast the call that needs the token. */
const RETRY_POLICY: RetryPolicy = { maxAttempts: 3, minDelayMs: 500, maxDelayMs: 15_000 };

/** A client of the token endpoint. */
export interface ClientCredential {
  clientId: string;
  clientSecret: string;
}

/** One way to ask for a token (RFC 6749, section 4). */
export interface Grant {
  type: string;
  /** Makes the parameters of one request, anew for each. `secrets` are those that no error may show. */
  prepare(): Promise<{ parameters: Record<string, string>; secrets: readonly string[] }>;
  /** Learns from an answer; `true` when it was a refusal and the next request can do better. */
  adjust?(answer: HttpResponse): boolean;
}

/** Asks one token endpoint for tokens. */
export class TokenRequester {
  readonly #endpoint: TokenEndpoint;
  readonly #grant: Grant;
  readonly #clientSecret: string;
  readonly #parties: [AuthorizationServer, Client];
  #lastToken = '';

  constructor(endpoint: TokenEndpoint, { clientId, clientSecret }: ClientCredential, grant: Grant) {
    this.#endpoint = endpoint;
    this.#grant = grant;
    this.#clientSecret = clientSecret;
    this.#parties = [{ issuer: endpoint.url.origin, token_endpoint: endpoint.url.href }, { client_id: clientId }];
  }

  /**
   * A new token. Rate limits, server errors and lost connections are tried again, up to three requests in all.
   *
   * @throws {@link AuthError} when none is to be had; its cause says why, without secrets
   */
  async request(signal: AbortSignal): Promise<IssuedToken> {
    let attempts = 0;
    let adjusted = false;
    const attempt = async (): Promise<IssuedToken> => {
      attempts += 1;
      let { answer, secrets } = await this.#exchange(signal, attempts);
      if (!adjusted && this.#grant.adjust?.(answer)) {
        adjusted = true;
        attempts += 1;
        ({ answer, secrets } = await this.#exchange(signal, attempts));
      }
      return interpretTokenAnswer(answer, this.#parties, secrets, attempts);
    };
    try {
      const decide = (error: unknown, number: number) => decideRetry(error, number, RETRY_POLICY, false);
      const issued = await retry(attempt, decide, () => {}, signal);
      this.#lastToken = issued.token;
      return issued;
    } catch (error) {
      if (error instanceof AuthError || !(error instanceof SessionTerminationError)) throw error;
      throw new AuthError(`No access token was to be had. ${error.message}`, { cause: error });
    }
  }

  async #exchange(signal: AbortSignal, attempts: number): Promise<{ answer: HttpResponse; secrets: Secrets }> {
    const { parameters, secrets: ofGrant } = await this.#grant.prepare();
    const secrets = new Secrets(
      [this.#clientSecret, this.#lastToken, ...ofGrant].flatMap((secret) => [secret, formEncoded(secret)]),
    );
    signal.throwIfAborted();
    const deadline = new Deadline(this.#endpoint.timeoutMs, signal);
    try {
      return { answer: await this.#send(parameters, deadline), secrets };
    } catch (error) {
      throw this.#translate(error, deadline, secrets, attempts);
    } finally {
      deadline.end();
    }
  }

  async #send(parameters: Record<string, string>, deadline: Deadline): Promise<HttpResponse> {
    const { url, fetch } = this.#endpoint;
    const [server, client] = this.#parties;
    const authentication = ClientSecretPost(this.#clientSecret);
    const sending = genericTokenEndpointRequest(server, client, authentication, this.#grant.type, parameters, {
      signal: deadline.signal,
      [allowInsecureRequests]: url.protocol === 'http:',
      [customFetch]: (target, init) => fetch(new Request(target, init)),
    });
    const answer = await exchange(sending, deadline);
    // A refusal counts, whether or not its body arrives; a token that was cut off is asked for again.
    if ('fault' in answer.body && answer.status < 400) throw answer.body.fault;
    return answer;
  }

  #translate(error: unknown, deadline: Deadline, secrets: Secrets, attempts: number): Error {
    const { url, timeoutMs } = this.#endpoint;
    if (deadline.expired) {
      const what = `The token endpoint ${url.host} did not answer within ${timeoutMs} ms.`;
      return new TimeoutError(`${what} Check the network, or raise timeoutMs.`, { attempts });
    }
    const reason = networkErrorReason(error);
    const { what } = describeNetworkFailure(reason, url.host);
    return new NetworkError(`${what} Check tokenUrl, the network and the proxy.`, {
      reason,
      cause: secrets.safeCause(error),
      attempts,
    });
  }
}

/** As it stands in the body of the request. */
function formEncoded(secret: string): string {
  return new URLSearchParams({ _: secret }).toString().slice('_='.length);
}
