import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { answer, answerCode, logIn, loginPage, logOut, register, waitsFor, whoAmI } from '../latchkey.js';
import { Notes } from './notes.jsx';

function App() {
  /** Undefined while nobody knows, null when nobody is logged in. */
  const [account, setAccount] = useState();
  const [message, setMessage] = useState({ text: '' });
  /** The step that a login waits for. */
  const [waiting, setWaiting] = useState();

  /** Does it, and shows kindly what went wrong. */
  const attempt = async (act) => {
    try {
      const text = await act();
      if (text !== undefined) setMessage({ text });
    } catch (error) {
      if (error.code === 'not-signed-in') setAccount(null);
      const isOver = error.code === 'not-found' && waiting !== undefined;
      if (isOver) setWaiting(undefined);
      const text = isOver
        ? 'This sign-in has expired. Start over.'
        : error.code === 'not-signed-in'
          ? 'Your session is over. Log in again.'
          : error.message;
      setMessage({ text, isWrong: true, needsProof: error.code === 'challenge-required' });
    }
  };

  useEffect(() => {
    void attempt(async () => setAccount(await whoAmI()));
  }, []);

  /** Goes inside when nothing is missing, else asks for what is. Answers what to say. */
  const follow = (step, welcome) => {
    const isDone = step.status === 'complete';
    setWaiting(isDone ? undefined : step);
    if (isDone) {
      setAccount(step.account);
      return welcome;
    }
    if (waitsFor(step) !== 'email') return 'One more step.';
    return waiting
      ? "Your email address isn't verified yet."
      : 'Open the link in the email we sent you, then continue.';
  };

  return (
    <>
      <h1>Notes in React</h1>
      <p className="lead">A small app from another port than the login server.</p>
      <p className={message.isWrong ? 'message wrong' : 'message'} role="status">
        {message.needsProof ? <ProofNeeded /> : message.text}
      </p>
      {account === null && !waiting && <Door attempt={attempt} follow={follow} />}
      {waiting && <OneMoreStep step={waiting} attempt={attempt} follow={follow} />}
      {account && (
        <section className="card">
          <h2>
            Hello, <bdi>{account.username}</bdi>
          </h2>
          <Notes attempt={attempt} />
          <div className="actions">
            <button
              type="button"
              className="quiet"
              onClick={() =>
                attempt(async () => {
                  await logOut();
                  setAccount(null);
                  return 'You are logged out.';
                })
              }
            >
              Log out
            </button>
          </div>
        </section>
      )}
    </>
  );
}

function ProofNeeded() {
  return (
    <>
      There were several failed attempts. <a href={loginPage()}>Log in on the server's page</a>, which slows
      down machines that guess and does the waiting for you.
    </>
  );
}

/** What a login asks for after the password. */
function OneMoreStep({ step, attempt, follow }) {
  const submit = (send) => (event) => {
    event.preventDefault();
    const code = event.currentTarget.code?.value;
    void attempt(async () => follow(await send(code), 'Welcome back.'));
  };
  const kind = waitsFor(step);
  return (
    <section className="card">
      <h2>One more step</h2>
      {kind === 'code' && (
        <form autoComplete="off" onSubmit={submit((code) => answerCode(step, code))}>
          <label htmlFor="code">Code from your authenticator app, or a recovery code</label>
          <input
            id="code"
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck="false"
            required
          />
          <div className="actions">
            <button type="submit">Continue</button>
          </div>
        </form>
      )}
      {kind === 'email' && (
        <form onSubmit={submit(() => answer(step.attempt, 'verify-email', {}))}>
          <div className="actions">
            <button type="submit">I've verified my email</button>
          </div>
        </form>
      )}
      <p>
        <a href={loginPage()}>Continue on the server's page</a>, for a passkey and everything else.
      </p>
    </section>
  );
}

function Door({ attempt, follow }) {
  const [wrongFields, setWrongFields] = useState({});

  const submit = (event) => {
    event.preventDefault();
    const { username, password } = event.currentTarget;
    const isNew = event.nativeEvent.submitter?.value === 'register';
    void attempt(async () => {
      setWrongFields({});
      try {
        const come = isNew ? register : logIn;
        const step = await come(username.value, password.value);
        return follow(step, isNew ? 'You are registered and logged in.' : 'Welcome back.');
      } catch (error) {
        const fields = (error.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), detail]);
        setWrongFields(Object.fromEntries(fields));
        throw error;
      }
    });
  };

  return (
    <form className="card" onSubmit={submit}>
      <h2>Come in</h2>
      <label htmlFor="username">Username</label>
      <input
        id="username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck="false"
        aria-invalid={'username' in wrongFields}
        required
      />
      <label htmlFor="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autoComplete="current-password"
        aria-invalid={'password' in wrongFields}
        required
      />
      <p className="hint">A new one has at least 15 characters: a few words do well.</p>
      <div className="actions">
        <button type="submit" value="login">
          Log in
        </button>
        <button type="submit" value="register" className="quiet">
          Register
        </button>
      </div>
    </form>
  );
}

createRoot(document.getElementById('app')).render(<App />);
