import { describe, expect, it } from 'vitest';
import { noNamespaces, throughNamespace } from '../../../support/command/namespace.ts';
import { shownAsAccepted, TOKEN, useRuns } from '../../../support/command/runs.ts';

const { command, box, givePeople, args, run } = useRuns();

/** Mounts a disk of that size, with that much room, before a program runs. */
const withDisk = (kilobytes: number, freeKilobytes: number): string => {
  const folder = command.path('disk');
  const fill = `head -c ${(kilobytes - freeKilobytes) * 1024} /dev/zero > ${folder}/fill`;
  return `mkdir -p ${folder} && mount -t tmpfs -o size=${kilobytes}k none ${folder} && ${fill}`;
};

describe.skipIf(noNamespaces() !== undefined)('a disk', () => {
  it.each([0, 8])('with %d kB of room ends a run before it begins', async (free) => {
    await givePeople(3);
    const given = { environment: TOKEN, through: throughNamespace(withDisk(256, free)) };
    const { status, stderr } = await run(args('disk/report.jsonl'), given);
    expect({ status, sent: box.requests }).toEqual({ status: 2, sent: [] });
    expect(stderr).toMatch(/\(ENOSPC\).* Nothing was sent\.\n$/);
  });

  it('that becomes full ends a run, and the report has whole lines', async () => {
    await givePeople(2000);
    // The disk is gone with the namespace, so the report is shown in it.
    const show = `${withDisk(256, 100)} && { "$@"; status=$?; cat ${command.path('disk/report.jsonl')}; exit $status; }`;
    const { status, stdout, stderr } = await run(args('disk/report.jsonl'), {
      environment: TOKEN,
      through: throughNamespace(show),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/report\.jsonl can no longer be written \(ENOSPC\)\..* of 2,000 targets were not sent/);
    const report = stdout.slice(stdout.indexOf('{'));
    expect(report.endsWith('}\n')).toBe(true);
    const shown = shownAsAccepted(report);
    expect(shown.length).toBeGreaterThan(100);
    const counts = [shown.length, 2000 - shown.length].map((count) => count.toLocaleString('en-US'));
    expect(stdout).toContain(`${counts[0]} accepted, ${counts[1]} not done.`);
  });
});
