import type { Command } from 'commander';
import type { Flags } from '../config/index.ts';
import { asGroup, several, withDataFlags, withExamples } from './command.ts';

export function registerResources(program: Command): void {
  const resources = program
    .command('resources')
    .summary('Manage the APIs that apps get tokens for')
    .description(
      'Manage resources: APIs and MCP servers that verify the tokens of apps by themselves (RFC 9068). The server may be running or stopped.',
    );
  withExamples(asGroup(resources), [
    [
      'Let apps get tokens for an MCP server',
      'latchkey resources add https://mcp.example.com --scope "read=Read your files"',
    ],
  ]);
  const add = resources
    .command('add')
    .summary('Add a resource, or change one')
    .description('Add a resource, or replace the name and scopes of one that is there.')
    .argument('<url>', 'Address of the resource, exactly as apps send it')
    .option('--name <text>', 'What people are shown. Its host if left out')
    .addOption(several('--scope <name=text>', 'A scope, and what it lets an app do, in words for people'))
    .action(async (url: string, options: Flags & { name?: string; scope?: string[] }) => {
      const { addResource } = await import('./resources-run.ts');
      await addResource(url, options);
    });
  withExamples(withDataFlags(add), [
    ['An API with a scope', 'latchkey resources add https://api.example.com --scope "read=Read your orders"'],
  ]);
  const list = resources
    .command('list')
    .summary('List resources')
    .description('List resources with their scopes.')
    .option('--json', 'Print one JSON object per line')
    .action(async (options: Flags & { json?: true }) => {
      const { showResources } = await import('./resources-run.ts');
      await showResources(options);
    });
  withExamples(withDataFlags(list), [['List all resources', 'latchkey resources list']]);
  const remove = resources
    .command('remove')
    .summary('Remove a resource')
    .description(
      'Remove a resource. Apps get no more tokens for it. Those that they have end within ten minutes.',
    )
    .argument('<url>', 'Address of the resource')
    .action(async (url: string, flags: Flags) => {
      const { removeOneResource } = await import('./resources-run.ts');
      await removeOneResource(url, flags);
    });
  withExamples(withDataFlags(remove), [
    ['Remove an MCP server', 'latchkey resources remove https://mcp.example.com/mcp'],
  ]);
}
