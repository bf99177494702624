// Your page can load it from your server: https://login.example.com/client.js
import { latchkey } from './client.js';

/**
 * The server that this page talks to. It needs the page's own host name: to a browser, `localhost` and `127.0.0.1` are
 * two sites, and the cookie isn't sent from one to the other. Only an example takes the server from the page's address.
 * Yours has it in the code.
 */
const server = new URLSearchParams(location.search).get('api') ?? `http://${location.hostname}:5000`;
const login = latchkey(server);

const byId = (id) => document.getElementById(id);
const door = byId('door');
const text = byId('data');
let etag;
/** The step that the sign-in waits for. */
let waiting;

door.addEventListener('submit', (event) => {
  event.preventDefault();
  const { username, password } = door;
  const isNew = event.submitter?.value === 'register';
  void attempt(async () => {
    const credentials = { username: username.value, password: password.value };
    const step = await (isNew ? login.register(credentials) : login.signIn(credentials));
    door.reset();
    await follow(step, isNew ? 'Account created.' : 'Welcome back.');
  });
});

byId('code-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt(async () => follow(await answerCode(byId('code').value), 'Welcome back.'));
});

byId('email-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt(async () => follow(await login.answer('verify-email'), 'Welcome back.'));
});

/** What this page can ask for itself. The rest (passkeys, a new password) works on the server's own page. */
function waitsFor({ next }) {
  const names = next.map(({ factor }) => factor);
  if (names.includes('verify-email')) return 'email';
  return names.includes('totp') || names.includes('recovery-code') ? 'code' : 'page';
}

/** Six digits come from the authenticator app; anything else is a recovery code. */
const answerCode = (code) =>
  login.answer(/^\d{6}$/.test(code.replace(/\s/g, '')) ? 'totp' : 'recovery-code', { code });

/** Goes inside when no step is left, else asks for the next one. */
async function follow(step, welcome) {
  if (step.status === 'complete') {
    await goInside(step.account);
    return say(welcome);
  }
  const again = waiting?.attempt === step.attempt && waitsFor(waiting) === waitsFor(step);
  waiting = step;
  const kind = waitsFor(step);
  door.hidden = true;
  byId('more').hidden = false;
  for (const one of ['code', 'email']) byId(`${one}-form`).hidden = kind !== one;
  byId('code-form').reset();
  byId('continue-page').href = login.url();
  if (kind !== 'email') return say('One more step.');
  say(
    again
      ? "Your email address isn't verified yet."
      : 'Open the link in the email we sent you, then continue.',
  );
}

byId('editor').addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt(async () => {
    show(await login.saveData(parse(text.value), etag));
    say('Saved.');
  });
});

byId('reload').addEventListener(
  'click',
  () =>
    void attempt(async () => {
      show(await login.data());
      say('This is the new version.');
    }),
);

byId('log-out').addEventListener(
  'click',
  () =>
    void attempt(async () => {
      await login.signOut();
      goOutside();
      say("You're signed out.");
    }),
);

await attempt(async () => {
  const who = await login.session();
  if (who) await goInside(who.account);
  else goOutside();
});

async function goInside(account) {
  show(await login.data());
  byId('name').textContent = account.username;
  door.hidden = true;
  byId('more').hidden = true;
  waiting = undefined;
  byId('inside').hidden = false;
}

function goOutside() {
  door.hidden = false;
  byId('more').hidden = true;
  waiting = undefined;
  byId('inside').hidden = true;
}

function show(document) {
  etag = document.etag;
  text.value = JSON.stringify(document.value, null, 2);
  byId('reload').hidden = true;
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`This isn't valid JSON: ${error.message}`);
  }
}

/** Runs it, and shows what went wrong. */
async function attempt(act) {
  try {
    byId('proof').hidden = true;
    await act();
  } catch (error) {
    explain(error);
  }
}

function explain(error) {
  if (error.code === 'not-signed-in') {
    goOutside();
    say('Your session has expired. Sign in again.', true);
  } else if (error.code === 'stale-data') {
    byId('reload').hidden = false;
    say('Your data was changed elsewhere. Copy your text, then load the new version.', true);
  } else if (error.code === 'challenge-required') {
    byId('login-page').href = login.url();
    byId('proof').hidden = false;
    say('Too many failed attempts.', true);
  } else if (error.code === 'not-found' && waiting) {
    goOutside();
    say('This sign-in has expired. Start over.', true);
  } else {
    say(error.message, true);
  }
}

function say(sentence, isWrong = false) {
  byId('message').textContent = sentence;
  byId('message').classList.toggle('wrong', isWrong);
}
