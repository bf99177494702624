import {
  answer,
  answerCode,
  logIn,
  loginPage,
  logOut,
  readData,
  register,
  replaceData,
  waitsFor,
  whoAmI,
} from '../latchkey.js';

const byId = (id) => document.getElementById(id);
const door = byId('door');
const text = byId('data');
let etag;
/** The step that the login waits for. */
let waiting;

door.addEventListener('submit', (event) => {
  event.preventDefault();
  const { username, password } = door;
  const isNew = event.submitter?.value === 'register';
  void attempt(async () => {
    const come = isNew ? register : logIn;
    const step = await come(username.value, password.value);
    door.reset();
    await follow(step, isNew ? 'Account created.' : 'Welcome back.');
  });
});

byId('code-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt(async () => follow(await answerCode(waiting, byId('code').value), 'Welcome back.'));
});

byId('email-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt(async () => follow(await answer(waiting.attempt, 'verify-email', {}), 'Welcome back.'));
});

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
  byId('continue-page').href = loginPage();
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
    show(await replaceData(parse(text.value), etag));
    say('Saved.');
  });
});

byId('reload').addEventListener(
  'click',
  () =>
    void attempt(async () => {
      show(await readData());
      say('This is the new version.');
    }),
);

byId('log-out').addEventListener(
  'click',
  () =>
    void attempt(async () => {
      await logOut();
      goOutside();
      say("You're signed out.");
    }),
);

await attempt(async () => {
  const account = await whoAmI();
  if (account) await goInside(account);
  else goOutside();
});

async function goInside(account) {
  show(await readData());
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
  text.value = JSON.stringify(document.data, null, 2);
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
    byId('login-page').href = loginPage();
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
