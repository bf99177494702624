import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { answer, answerCode, logIn, loginPage, logOut, register, waitsFor, whoAmI } from '../latchkey.js';
import { Notes } from './notes.jsx';

function App() {
  /** Undefined until it's known, null when nobody is signed in. */
  const [account, setAccount] = useState();
  const [message, setMessage] = useState({ text: '' });
  /** The step that the login waits for. */
  const [waiting, setWaiting] = useState();

  /** Runs it, and shows what went wrong. */
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
          ? 'Your session has expired. Sign in again.'
          : error.message;
      setMessage({ text, isWrong: true, needsProof: error.code === 'challenge-required' });
    }
  };

  useEffect(() => {
    void attempt(async () => setAccount(await whoAmI()));
  }, []);

  /** Goes inside when no step is left, else asks for the next one. Returns what to say. */
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
      <p className="lead">A small app on another port than the login server.</p>
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
                  return "You're signed out.";
                })
              }
            >
              Sign out
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
      Too many failed attempts. <a href={loginPage()}>Sign in on the server's page</a> to continue.
    </>
  );
}

/** The next step of a login. */
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
        <a href={loginPage()}>Continue on the server's page</a>, to use a passkey or another way.
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
        return follow(step, isNew ? 'Account created.' : 'Welcome back.');
      } catch (error) {
        const fields = (error.errors ?? []).map(({ pointer, detail }) => [pointer.slice(1), detail]);
        setWrongFields(Object.fromEntries(fields));
        throw error;
      }
    });
  };

  return (
    <form className="card" onSubmit={submit}>
      <h2>Sign in</h2>
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
      <p className="hint">New passwords need at least 15 characters. A few unrelated words work well.</p>
      <div className="actions">
        <button type="submit" value="login">
          Sign in
        </button>
        <button type="submit" value="register" className="quiet">
          Create account
        </button>
      </div>
    </form>
  );
}

createRoot(document.getElementById('app')).render(<App />);
