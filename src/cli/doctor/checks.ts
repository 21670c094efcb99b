import { obstacleIn } from '../account/preflight.ts';
import { nameOf, type Contact } from '../account/current-user.ts';
import { explain, routeToBox } from '../network/explain.ts';
import type { Connection } from '../network/network.ts';
import { duration } from '../text/numbers.ts';

/** What one check found. A line of `doctor --json`. */
export interface Check {
  type: 'check';
  check: 'credentials' | 'proxy' | 'token' | 'box' | 'clock' | 'account' | 'role' | 'events';
  /** `warning`: a sign-out can still work. `skipped`: it needs an earlier check that failed. */
  status: 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was found, and what to do. */
  detail: string;
  /** The variables to set, in order, if some are missing. */
  missing?: readonly string[];
}

/** Box accepts assertions that expire within 60 s, and those of the library expire after 30 s. */
const MAX_SKEW_MS = 30_000;
const ADMIN_ROLES = ['admin', 'coadmin'];

/** One check, apart from its type. */
export function check(name: Check['check'], status: Check['status'], detail: string): Check {
  return { type: 'check', check: name, status, detail };
}

/** How requests to Box leave this machine. */
export function checkProxy(connection: Connection): Check {
  const { host, proxy } = routeToBox(connection);
  if (proxy === undefined) return check('proxy', 'ok', `None: requests go to ${host} directly.`);
  const credentials = proxy.authorization === undefined ? 'without a user name' : 'with a user name';
  return check('proxy', 'ok', `Requests to ${host} go through ${proxy.address} (${proxy.variable}, ${credentials}).`);
}

/** Whether Box responded. A rejected token is a response, too. */
export function checkReached(contact: Contact, connection: Connection): Check {
  const { host } = routeToBox(connection);
  if (contact.kind === 'failure') return check('box', 'failed', explain(contact.error, connection));
  const obstacle = obstacleIn(contact, connection);
  if (obstacle !== undefined && obstacle.exit !== 'noPermission') return check('box', 'failed', obstacle.message);
  const { status, user } = contact;
  const fail = (advice: string): Check => check('box', 'failed', `${host} responded with status ${status}${advice}`);
  if (status === 429 || status >= 500) return fail('. Try again later.');
  if (status === 200 && user?.id === undefined)
    return fail(', but not with a user of Box. Check --base-url and the proxy.');
  if (![200, 401, 403].includes(status)) return fail('. Check --base-url and --as-user.');
  return check('box', 'ok', `${host} responds.`);
}

/** How the clock of this machine compares with the server's. */
export function checkClock(contact: Contact): Check {
  const skewMs = contact.kind === 'failure' ? undefined : contact.clockSkewMs;
  if (skewMs === undefined) return check('clock', 'skipped', 'Needs a response with a date.');
  if (Math.abs(skewMs) <= MAX_SKEW_MS) return check('clock', 'ok', "The same as the server's.");
  const offset = `${duration(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} the server`;
  return check('clock', 'warning', `${offset}. Set the clock: Box checks the time of a signed assertion.`);
}

/** Whose token it is. */
export function checkAccount(contact: Contact, token: string | undefined): Check {
  if (token === undefined) return check('account', 'skipped', 'Needs a token.');
  // Box can reject a token without a body.
  if (contact.kind === 'failure' || contact.kind === 'page') {
    return check('account', 'skipped', 'Needs a response of Box.');
  }
  const { user, status } = contact;
  if (user?.id !== undefined) return check('account', 'ok', `${nameOf(user)}.`);
  if (status === 401) {
    const detail = 'Box rejected the access token. Get a new one: it might have expired or been revoked.';
    return check('account', 'failed', detail);
  }
  if (status === 403) {
    const detail =
      "Box doesn't show the account to this token (status 403). Check the scopes of the application, and --as-user.";
    return check('account', 'failed', detail);
  }
  return check(
    'account',
    'skipped',
    status === 200 ? 'Needs a user of Box.' : `Needs a response other than status ${status}.`,
  );
}

/** Whether the account is an administrator, as far as Box shows it. */
export function checkRole(contact: Contact): Check {
  const user = contact.kind === 'failure' ? undefined : contact.user;
  if (user?.id === undefined) return check('role', 'skipped', 'Needs the account.');
  const { role } = user;
  if (role === undefined) {
    return check('role', 'warning', "Box doesn't show the role of the account. It must be an admin or a co-admin.");
  }
  if (ADMIN_ROLES.includes(role)) return check('role', 'ok', `Box shows the role ${role}.`);
  return check('role', 'failed', `Box shows the role ${role}. Use the credentials of an admin or a co-admin.`);
}
