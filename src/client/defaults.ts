/** The server of Box's spec. */
export const DEFAULT_BASE_URL = 'https://api.box.com/2.0';
/** How long a request can take unless the caller says otherwise, in milliseconds. */
export const DEFAULT_TIMEOUT_MS = 30_000;
