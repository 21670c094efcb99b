/** A request that the library made. */
export interface RecordedRequest {
  path: string;
  /** The lists of the body, as they would go out. */
  body: Readonly<Record<string, readonly string[]>>;
  /** How many targets it names. */
  count: number;
}

export interface MockBoxOptions {
  /** The mock server rejects, with 404, every request that names this value. Default: none. */
  rejected?: string | undefined;
  /** How long a response takes, in milliseconds. Default: 0. */
  delayMs?: number;
  onRequest: (request: RecordedRequest) => void;
}

/** How long the library works before the page can respond to its user, in milliseconds. */
const TURN_MS = 12;

/** A mock of Box within the page, for the option `fetch` of the manager: no request leaves the page. */
export function createMockBox({
  rejected,
  delayMs = 0,
  onRequest,
}: MockBoxOptions): (request: Request) => Promise<Response> {
  let turnBegan = performance.now();
  return async (request) => {
    const body = (await request.json()) as Record<string, string[]>;
    const named = Object.values(body).flat();
    onRequest({ path: new URL(request.url).pathname, body, count: named.length });
    if (delayMs > 0 || performance.now() - turnBegan > TURN_MS) {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      turnBegan = performance.now();
    }
    return rejected !== undefined && named.includes(rejected) ? reject() : accept();
  };
}

function accept(): Response {
  return Response.json({ message: 'The mock accepted the request.' }, { status: 202 });
}

function reject(): Response {
  const body = {
    type: 'error',
    status: 404,
    code: 'not_found',
    message: 'A user or group in the request does not exist',
  };
  return Response.json(body, { status: 404 });
}
