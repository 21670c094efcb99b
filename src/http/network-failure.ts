import { MAX_CAUSE_DEPTH } from '../redaction/secrets.ts';

/** The error and what caused it, outermost first. Each runtime hides the reason at another depth. */
function chain(error: unknown): { code: string; message: string }[] {
  const links: { code: string; message: string }[] = [];
  let link = error;
  while (link instanceof Error && links.length < MAX_CAUSE_DEPTH) {
    const { code } = link as { code?: unknown };
    links.push({ code: typeof code === 'string' ? code : '', message: link.message });
    link = link.cause;
  }
  return links;
}

/** Whether the other side's certificate was not accepted: sending again would only fail again. */
export function isCertificateError(error: unknown): boolean {
  return chain(error).some(
    // Without a code there is but the message to go by; with one the message may name a host that is called so.
    ({ code, message }) =>
      /CERT|SELF_SIGNED|LEAF_SIGNATURE/.test(code) || (code === '' && /certificate/i.test(message)),
  );
}

/**
 * What went wrong and what to do, for an error that `fetch` rejected with.
 *
 * @param host - whom the request was for
 */
export function describeNetworkFailure(error: unknown, host: string): string {
  const links = chain(error);
  const failed = (pattern: RegExp): boolean =>
    links.some(({ code, message }) => pattern.test(code) || pattern.test(message));
  if (isCertificateError(error)) {
    return `The certificate of ${host} was not accepted. Check the clock, the proxy and the trusted certificates of this machine.`;
  }
  if (failed(/ENOTFOUND|EAI_AGAIN|dns error|getaddrinfo/i)) {
    return `The host ${host} was not found. Check its name, the DNS and the network of this machine.`;
  }
  if (failed(/ECONNREFUSED|ConnectionRefused|connection refused/i)) {
    return `The connection to ${host} was refused. Check the base URL, the proxy and the firewall.`;
  }
  return `The connection to ${host} failed before the answer was complete. Box may have got the request; sending it again is safe but may create a second job.`;
}
