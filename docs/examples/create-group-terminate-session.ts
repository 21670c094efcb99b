import {
  SessionTerminationError,
  SessionTerminationManager,
} from 'box-session-termination';

try {
  const sessions = new SessionTerminationManager({
    auth: process.env.BOX_ACCESS_TOKEN ?? '',
    baseUrl: process.env.BOX_BASE_URL ?? 'https://api.box.com/2.0',
  });
  const { message } = await sessions.createGroupTerminateSession(
    { group_ids: ['27335'] },
    { timeoutMs: 10_000 },
  );
  console.log(
    `Box accepted the request: ${message ?? 'it says nothing more.'}`,
  );
} catch (error) {
  if (!(error instanceof SessionTerminationError)) throw error;
  // The message says what happened and what to do next; without a request sent, Box knows nothing of it.
  console.error(
    `${error.name}: ${error.message} Requests sent: ${error.attempts}.`,
  );
  process.exitCode = 1;
}
