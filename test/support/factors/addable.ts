import type { Addable } from '../../../src/factors/index.ts';
import { seconds } from '../../../src/kit/duration.ts';
import type { TestApp } from '../app.ts';
import { addExample, exampleFor, type HeldFactor } from '../factor-examples.ts';
import type { Answer, Device, FactorDriver } from './driver.ts';
import { afterPassword } from './ways.ts';

/** How a factor that can be added is used, by its example. */
export function addableDriver(factor: Addable): FactorDriver {
  const { isOneTime, secretIn, make } = exampleFor(factor);
  const answer = (body: object): Answer => ({ body: { ...body }, secret: secretIn(body) });

  const deviceOf = (app: TestApp, held: HeldFactor): Device => {
    let last = '';
    return {
      secrets: held.secrets,
      async right(offer) {
        const present = () => answer(held.right(app.clock(), offer));
        // An app shows the next code in half a minute.
        if (isOneTime && present().secret === last) app.clock.advance(seconds(30));
        const given = present();
        last = given.secret;
        return given;
      },
      wrong: async (offer) => answer(held.wrong(app.clock(), offer)),
    };
  };

  return {
    way: afterPassword,
    isOneTime,
    hold: async ({ app, self }) => deviceOf(app, (await addExample(app, self, factor)).held),
    made: (begun, app) => ({ ...make(begun, app.clock()).body }) as Record<string, string>,
  };
}
