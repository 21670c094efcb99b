/** No answer of these operations is near it; a larger one is not worth the memory. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads the answer's body as text.
 *
 * @param race - rejects when the time is up
 * @throws when the body is larger than 1 MiB, is cut off or does not arrive in time
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  race: <Value>(promise: Promise<Value>) => Promise<Value>,
): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await race(reader.read());
      if (done) return new TextDecoder().decode(joined(chunks, size));
      size += value.byteLength;
      if (size > MAX_BODY_BYTES) throw new Error('the answer is larger than 1 MiB');
      chunks.push(value);
    }
  } catch (error) {
    discard(reader);
    throw error;
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** Lets go of a body that nobody reads, without waiting for it. */
export function discard(body: { cancel(): Promise<void> } | null): void {
  body?.cancel().catch(() => {});
}
