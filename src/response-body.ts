/** No answer of these operations is near it; a larger one is not worth the memory. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads the answer's body as text.
 *
 * @param race - rejects when the time is up
 * @throws when the body is larger than 1 MiB, is cut off or does not arrive in time
 */
export async function readBody(
  response: Response,
  race: <Value>(promise: Promise<Value>) => Promise<Value>,
): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await race(reader.read());
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > MAX_BODY_BYTES) throw new Error('the answer is larger than 1 MiB');
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    discard(reader);
    throw error;
  }
}

/** Lets go of a body that nobody reads, without waiting for it. */
export function discard(body: { cancel(): Promise<void> } | null): void {
  body?.cancel().catch(() => {});
}
