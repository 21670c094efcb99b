import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { planOf } from '../../src/cli/sign-out/plan.ts';
import { duration, grouped } from '../../src/cli/text/numbers.ts';

const LONGEST_TASK_MS = 3_000;
const LINES = Array.from({ length: 10_000 }, (_, index) => `person-${index}@example.com`);
const text = [...LINES, ...LINES.slice(0, 25)].join('\n');

/** @param open - opens a path of the built site */
export function testPlanner(open: (path: string) => Promise<Page>): void {
  it('plans 10,000 lines as the command does, stays responsive, and sends nothing', async () => {
    const page = await open('/planner.html');
    const requests: string[] = [];
    const site = `GET ${page.url().replace(/planner\.html$/, '')}`;
    page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
    await page.evaluate(() => {
      const watched = globalThis as unknown as { longest: number };
      watched.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration: taken } of list.getEntries()) watched.longest = Math.max(watched.longest, taken);
      }).observe({ type: 'longtask' });
    });
    await paste(page, text);
    for (const batchSize of [100, 1, 1000]) {
      const targets = LINES.map((user_login) => ({ user_login }));
      const pace = { kind: 'users', batchSize, rate: 900 } as const;
      const { batches, seconds } = planOf({ targets, duplicates: 25 }, targets, pace);
      await page.getByLabel('Targets per request').fill(String(batchSize));
      await page.locator('[data-is=requests]', { hasText: new RegExp(`^${grouped(batches)}$`) }).waitFor();
      expect(await shown(page, 'targets')).toBe('10,000');
      expect(await shown(page, 'duplicates')).toBe('25');
      expect(await shown(page, 'time')).toBe(duration(seconds * 1000));
    }
    const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
    console.info(`longest task while planning 10,000 lines three times: ${Math.round(longest)} ms`);
    expect(longest).toBeLessThan(LONGEST_TASK_MS);
    expect(await page.locator('.requests li').count()).toBe(10);
    expect(requests.filter((request) => !request.startsWith(site))).toEqual([]);
    await page.close();
  });

  it('rehearses 10,000 lines of which one is rejected', async () => {
    const page = await open('/planner.html');
    await paste(page, text);
    await page.getByLabel('Invalid ID or login').waitFor();
    await page.getByLabel('Invalid ID or login').fill('person-777@example.com');
    await page.getByRole('button', { name: 'Practice' }).click();
    await page.locator('[data-is=rehearsal]', { hasText: '9,999 of 10,000 accepted, 1 not accepted' }).waitFor();
    expect(await page.locator('.rehearsal li').innerText()).toMatch(/^person-777@example\.com rejected: .*404/);
    await page.close();
  });

  it('reads a file, and names the line that is wrong', async () => {
    const page = await open('/planner.html');
    const file = (content: string) => ({ name: 'leavers.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
    await page
      .locator('input[type=file]')
      .setInputFiles(file('email;name\r\nada@example.com;Ada\r\n"grace@example.com";"Hopper; Grace"\r\n'));
    await page.locator('[data-is=targets]', { hasText: '2' }).waitFor();
    await page.locator('input[type=file]').setInputFiles(file('email;name\nada@example.com;Ada\n;nobody\n'));
    await page.locator('.fault', { hasText: 'line 3' }).waitFor();
    await page.close();
  });

  it('shows a wrong line, says when a size is out of range, and keeps a pasted list', async () => {
    const page = await open('/planner.html');
    const example = page.getByRole('button', { name: 'Show an example' });
    expect(await example.isVisible()).toBe(true);
    await page.locator('textarea').fill('ada@example.com\nno no\n');
    await page.locator('.wrong-line code', { hasText: 'no no' }).waitFor();
    expect(await example.count()).toBe(0);
    await page.locator('textarea').fill('ada@example.com\n');
    await page.locator('[data-is=targets]', { hasText: '1' }).waitFor();
    await page.getByLabel('Targets per request').fill('0');
    await page.locator('.fault', { hasText: 'Targets per request must be a whole number' }).waitFor();
    expect(await page.locator('[data-is=targets]').count()).toBe(0);
    await page.close();
  });

  it('is used from the top of the page to the end of a rehearsal with the keyboard alone', async () => {
    const page = await open('/planner.html');
    const tabTo = async (selector: string): Promise<void> => {
      for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      }
      throw new Error(`${selector} is not reached`);
    };
    await tabTo('textarea');
    await page.keyboard.type('ada@example.com\ngrace@example.com\n');
    await page.locator('[data-is=targets]', { hasText: '2' }).waitFor();
    await tabTo('.requests button');
    await page.keyboard.press('Enter');
    expect(await page.locator('.requests pre').innerText()).toContain('ada@example.com');
    await tabTo('.planner form:not(.input) button');
    await page.keyboard.press('Enter');
    await page.locator('[data-is=rehearsal]', { hasText: '1 of 2 accepted, 1 not accepted' }).waitFor();
    await page.close();
  });
}

async function shown(page: Page, name: string): Promise<string> {
  return page.locator(`[data-is=${name}]`).innerText();
}

/** As a person does: typing 10,000 lines in would take the browser itself far longer. */
async function paste(page: Page, pasted: string): Promise<void> {
  const { origin } = new URL(page.url());
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await page.evaluate((content) => navigator.clipboard.writeText(content), pasted);
  await page.locator('textarea').focus();
  await page.keyboard.press('ControlOrMeta+v');
}
