import {
  ApiError,
  SessionTerminationError,
  SessionTerminationManager,
} from 'box-session-termination';

try {
  const sessions = new SessionTerminationManager({
    auth: process.env.BOX_ACCESS_TOKEN ?? '',
    baseUrl: process.env.BOX_BASE_URL ?? 'https://api.box.com/2.0',
  });
  const { message } = await sessions.createUserTerminateSession({
    user_ids: ['11446498'],
    user_logins: ['ada@example.com'],
  });
  console.log(
    `Box accepted the request: ${message ?? 'it says nothing more.'}`,
  );
} catch (error) {
  if (!(error instanceof SessionTerminationError)) throw error;
  // The message says what happened and what to do next.
  console.error(`${error.name}: ${error.message}`);
  if (error instanceof ApiError)
    console.error(
      `For Box's support: request ${error.requestId ?? 'without an id'}.`,
    );
  process.exitCode = 1;
}
