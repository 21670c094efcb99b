/** A request that the library made. */
export interface RecordedRequest {
  path: string;
  /** The lists of the body, as they would go out. */
  body: Readonly<Record<string, readonly string[]>>;
  /** How many targets it names. */
  count: number;
}

export interface StandInOptions {
  /** The mock server rejects, with 404, every request that names this value. Default: none. */
  refused?: string | undefined;
  /** How long an answer takes, in milliseconds. Default: 0. */
  delayMs?: number;
  onRequest: (request: RecordedRequest) => void;
}

/** After so long the page gets its turn, in milliseconds. */
const TURN_MS = 12;

/** A stand-in for Box within the page: for the option `fetch` of the manager, so that no request leaves the page. */
export function createStandIn({
  refused,
  delayMs = 0,
  onRequest,
}: StandInOptions): (request: Request) => Promise<Response> {
  let turnBegan = performance.now();
  return async (request) => {
    const body = (await request.json()) as Record<string, string[]>;
    const named = Object.values(body).flat();
    onRequest({ path: new URL(request.url).pathname, body, count: named.length });
    if (delayMs > 0 || performance.now() - turnBegan > TURN_MS) {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      turnBegan = performance.now();
    }
    return refused !== undefined && named.includes(refused) ? refuse() : accept();
  };
}

function accept(): Response {
  return Response.json({ message: 'The stand-in accepted the request.' }, { status: 202 });
}

function refuse(): Response {
  const body = {
    type: 'error',
    status: 404,
    code: 'not_found',
    message: 'A user or group in the request does not exist',
  };
  return Response.json(body, { status: 404 });
}
