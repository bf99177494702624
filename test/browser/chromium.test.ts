import { inflateSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Candidate, firstThatRuns, launchChromium } from '../support/chromium.ts';

/** The raw bytes of a PNG's picture: as many different ones as it has shades, more or less. */
function pictureBytes(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
  }
  return inflateSync(Buffer.concat(parts));
}

const shades = (png: Buffer): number => new Set(pictureBytes(png)).size;

describe('the browser of the tests', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test('shows a page and reads its text', async () => {
    const page = await browser.newPage();
    await page.goto('data:text/html,<title>A page</title><h1>Hello, reader</h1>');
    expect(await page.title()).toBe('A page');
    expect(await page.innerText('h1')).toBe('Hello, reader');
    await page.close();
  });

  test('draws letters: a page of text has shades that an empty one has not', async () => {
    const page = await browser.newPage();
    await page.goto('data:text/html,<body style="font-size:80px">&nbsp;');
    const empty = await page.screenshot();
    await page.goto('data:text/html,<body style="font-size:80px">Latchkey');
    const written = await page.screenshot();
    expect(shades(empty)).toBeLessThan(5);
    expect(shades(written)).toBeGreaterThan(20);
    await page.close();
  });

  test('has a virtual authenticator for passkeys', async () => {
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
    });
    expect(authenticatorId).not.toBe('');
    await page.close();
  });

  test('is started anew for whoever asks again', async () => {
    const another = await launchChromium();
    expect(another).not.toBe(browser);
    await another.close();
    expect(browser.isConnected()).toBe(true);
  });
});

test('without a Chromium that runs, the error says what was tried and how to get one', async () => {
  async function* none(): AsyncGenerator<Candidate | Error> {
    yield new Error('CHROMIUM_PATH is not set');
    yield { name: 'installed', executable: '/nonexistent/chromium' };
    yield { name: 'no browser at all', executable: process.execPath };
  }
  const failure = firstThatRuns(none());
  await expect(failure).rejects.toThrow(
    /CHROMIUM_PATH is not set[\s\S]*installed \(\/nonexistent\/chromium\): .+/,
  );
  await expect(failure).rejects.toThrow(
    /no browser at all[\s\S]*apt-get install chromium[\s\S]*CHROMIUM_PATH/,
  );
});
