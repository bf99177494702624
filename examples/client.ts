/** Has the examples for Node find the client where this repository builds it: `node --import ./examples/client.ts …`. */
import { registerHooks } from 'node:module';

const [built, name] = [new URL('../clients/js/dist/', import.meta.url), '@latchkey/client/'];

registerHooks({
  resolve: (specifier, context, next) =>
    next(
      specifier.startsWith(name) ? `${new URL(specifier.slice(name.length), built)}.js` : specifier,
      context,
    ),
});
