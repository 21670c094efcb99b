import { answer, startServer, type Answer, type Received } from './server.ts';

/** A token endpoint on a real socket that gives the answers in turn, and the last one from then on. */
export async function startTokenEndpoint(...answers: Answer[]): Promise<{ tokenUrl: string; received: Received[] }> {
  const { baseUrl, received } = await startServer(...answers);
  return { tokenUrl: new URL('/oauth2/token', baseUrl).href, received };
}

/** An answer with a token, as Box writes it. */
export function issued(token: string, expiresInS = 3600): Answer {
  return answer(200, { access_token: token, expires_in: expiresInS, token_type: 'bearer', restricted_to: [] });
}

/** Gives another token each time: `token-1`, `token-2` and so on. */
export const issuedInTurn: Answer = (response, index, received) =>
  issued(`token-${index + 1}`)(response, index, received);

/** The fields of the form that was sent. */
export function formOf(received: Received | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(received?.body));
}

/** What a call asks a token function for. */
export function ask(signal = new AbortController().signal, refresh = false): { refresh: boolean; signal: AbortSignal } {
  return { refresh, signal };
}
