import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<
    string,
    {
      permissions?: Record<string, string>;
      outputs?: Record<string, string>;
      env?: Record<string, string>;
      steps: Step[];
    }
  >;
}

const FOLDER = '.github/workflows';
const workflows = await Promise.all(
  (await readdir(FOLDER)).map(async (name) => {
    const workflow = parse(await readFile(join(FOLDER, name), 'utf8')) as Workflow;
    return { name, workflow, jobs: Object.entries(workflow.jobs) };
  }),
);
const scripts = (JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;

it('the site is built for the address that it is published at', () => {
  const site = workflows.find(({ name }) => name === 'site.yml')?.workflow.jobs;
  expect(site?.['address']?.outputs?.['url']).toBe('${{ steps.pages.outputs.base_url }}');
  expect(site?.['build']?.env?.['SITE_URL']).toBe('${{ needs.address.outputs.url }}');
});

describe.each(workflows)('$name', ({ workflow, jobs }) => {
  const steps = jobs.flatMap(([, job]) => job.steps);

  it('grants no rights but reading by default', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('pins every action to a commit', () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  it('runs no code of the registry or of the project in a job that can write', () => {
    for (const [, { permissions = {}, steps: own }] of jobs) {
      if (!Object.values(permissions).includes('write')) continue;
      const commands = own.map(({ run = '' }) => run).join('\n');
      expect(commands).not.toMatch(/\bnpm (?!publish\b)|\bnpx\b|\btsx\b|\bnode\b/);
      if (commands.includes('npm publish')) expect(commands).toContain('--ignore-scripts');
    }
  });

  it('leaves no credentials behind for later steps', () => {
    for (const { uses, with: inputs } of steps) {
      if (uses?.startsWith('actions/checkout@')) expect(inputs).toMatchObject({ 'persist-credentials': false });
    }
  });

  it('stores no token, and gives the one of the run only to jobs that can write', () => {
    expect(JSON.stringify(workflow)).not.toContain('secrets.');
    for (const [, { permissions = {}, steps: own }] of jobs) {
      if (!Object.values(permissions).includes('write')) expect(JSON.stringify(own)).not.toContain('github.token');
    }
  });

  it('checks signatures before it runs what was installed', () => {
    for (const [, { steps: own }] of jobs) {
      const lines = own.flatMap(({ run = '' }) => run.split('\n'));
      const install = lines.findIndex((line) => line.startsWith('npm ci'));
      if (install === -1) continue;
      expect(lines[install]).toContain('--ignore-scripts');
      expect(lines[install + 1]).toBe('npm audit signatures');
    }
  });

  it('runs only scripts that the project has', () => {
    const names = steps.flatMap(({ run = '' }) => [...run.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)]);
    for (const [, name = ''] of names) expect(scripts).toHaveProperty(name);
  });
});
