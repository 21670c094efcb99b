import { refusal } from './api-error.ts';
import { ResponseError } from '../errors.ts';
import type { Answer } from '../http/exchange.ts';
import { parseObject } from '../http/json-object.ts';
import type { Secrets } from '../redaction/secrets.ts';
import type { SessionTerminationMessage } from './transport.ts';

/**
 * What an answer means: only a 202 says that the job was accepted.
 *
 * @param secrets - not to be seen in an error
 * @param attempts - requests sent so far
 * @throws {@link ApiError} for a refusal, {@link ResponseError} for what is neither
 */
export function interpretAnswer(answer: Answer, secrets: Secrets, attempts: number): SessionTerminationMessage {
  const { status } = answer;
  if (status === 202) return acceptedMessage(answer, secrets, attempts);
  if (status >= 400) throw refusal(answer, secrets, attempts);
  const what =
    status < 200 || status >= 300
      ? `The answer is a redirect${status === 0 ? '' : ` (${status})`}, which is not followed, since it would be given the token. Check the base URL and the proxy.`
      : `The answer has status ${status}, but only 202 means that Box accepted the job. Check the base URL and the proxy.`;
  throw new ResponseError(what, { status, attempts });
}

function acceptedMessage({ body }: Answer, secrets: Secrets, attempts: number): SessionTerminationMessage {
  const unreadable = (fault: unknown): ResponseError =>
    new ResponseError(
      'Box accepted the job (202), but its message could not be read. Do not send the request again: see the admin events.',
      { status: 202, attempts, cause: secrets.safeCause(fault) },
    );
  if ('fault' in body) throw unreadable(body.fault);
  if (body.text.trim() === '') return {};
  const message = parseObject(body.text);
  if (message === undefined) throw unreadable(new Error('the answer is not a JSON object'));
  return secrets.cleanObject(message);
}
