import { test } from 'vitest';
import { play } from './transcript.ts';

const env = { LATCHKEY_PUBLIC_URL: 'https://login.example.com' };

test('a resource is added, changed, listed and removed', { timeout: 60_000 }, () => {
  play(
    `
    $ latchkey migrate
    ⋮
    $ latchkey resources list
    No resources.
    $ latchkey resources add https://api.example.com/mcp --scope read
    ! "read" isn't a scope with its meaning.
    ! Write it as --scope "tools:read=Read your files". People see what stands after the =.
    exit 2
    $ latchkey resources add api.example.com
    ! "api.example.com" can't be the address of a resource.
    ! Give the complete URL of the API, such as https://api.example.com/mcp, in ASCII and without a fragment.
    exit 1
    $ latchkey resources add https://api.example.com/mcp --scope email=Mail
    ! "email" can't be a scope of a resource.
    ! Use up to 100 printable characters …
    exit 1
    $ latchkey resources add https://api.example.com/mcp --scope tools:read=Read
    Apps can get tokens for api.example.com (https://api.example.com/mcp).
    Scopes: tools:read
    $ latchkey resources add https://api.example.com/mcp --name Tools --scope tools:read=Read --scope tools:write=Write
    Apps can get tokens for Tools (https://api.example.com/mcp).
    Scopes: tools:read tools:write
    $ latchkey resources list
    https://api.example.com/mcp  Tools  tools:read tools:write
    $ latchkey resources remove https://api.example.com/mcp/
    ! There is no resource at "https://api.example.com/mcp/".
    ! Run "latchkey resources list" to see all of them.
    exit 1
    $ latchkey resources remove https://api.example.com/mcp
    Apps get no more tokens for https://api.example.com/mcp. Those that they have end within ten minutes.
    $ latchkey resources list
    No resources.
  `,
    { env },
  );
});
