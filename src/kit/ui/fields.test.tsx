import { describe, expect, it } from 'vitest';
import { renderPart, say } from '../../../test/support/in-english.ts';
import { Challenge } from './challenge.tsx';
import { UsernameField } from './fields.tsx';
import { ProblemSummary } from './form-problem.tsx';
import { CurrentPasswordField, NewPasswordField } from './password-field.tsx';
import { Time } from './time.tsx';

const rules = { passwordMin: 15, passwordMax: 256 };

describe('a username field', () => {
  it('keeps what was typed, escaped', () => {
    const field = renderPart(<UsernameField id="u" name="username" label="Username" value={'"><b>'} />);
    expect(field).toContain('value="&quot;>&lt;b>"');
    expect(field).toContain('autocomplete="username"');
  });

  it('ties its error and its hint to the control', () => {
    const field = renderPart(
      <UsernameField
        id="u"
        name="username"
        label="Username"
        value=""
        hint="3 to 32."
        error={say('Too short.')}
      />,
    );
    expect(field).toContain('aria-describedby="u-error u-hint"');
    expect(field).toContain('aria-invalid="true"');
    expect(field).toContain('id="u-error"');
    expect(field).toContain('id="u-hint"');
  });
});

describe('a password field', () => {
  const fresh = renderPart(
    <NewPasswordField id="p" name="password" label="Password" rules={rules} context={['Latchkey']} />,
  );
  const current = renderPart(<CurrentPasswordField id="c" name="password" label="Password" />);

  it('V6.2.7 tells a password manager what it holds and what to make', () => {
    expect(current).toContain('autocomplete="current-password"');
    expect(fresh).toContain('autocomplete="new-password"');
    expect(fresh).toContain('passwordrules="minlength: 15; maxlength: 256; allowed: unicode;"');
  });

  it('V6.2.6 hides what is typed, until its button is pressed', () => {
    for (const field of [fresh, current])
      expect(field.match(/<input[^>]*>/g)?.join()).toMatch(/^<input[^>]*\stype="password"[^>]*>$/);
  });

  it('V6.2.7 never cuts what is pasted, and never carries a value', () => {
    for (const field of [fresh, current]) expect(field).not.toMatch(/\s(?:maxlength|value)=/);
  });

  it('hides its buttons and its meter until a script shows them', () => {
    expect(fresh).toMatch(/<button class="show-button"[^>]* hidden/);
    expect(fresh).toMatch(/<div class="strength"[^>]* hidden/);
  });
});

describe('the summary of a form that came back', () => {
  const problem = {
    detail: say('Look again.'),
    fields: { password: say('Too short.'), other: say('Not of this form.') },
  };

  const controls = { username: 'u', password: 'p' };
  const focus = /role="alert"[^>]* tabindex="-1"[^>]* autofocus/;

  it('takes the focus where no field is wrong', () => {
    const summary = renderPart(<ProblemSummary problem={{ ...problem, fields: {} }} controls={controls} />);
    expect(summary).toMatch(focus);
    expect(summary).toContain('Look again.');
  });

  it('leaves the focus and its sentence to a field that is wrong', () => {
    const form = renderPart(
      <form>
        <ProblemSummary problem={problem} controls={controls} />
        <CurrentPasswordField id="p" name="password" label="Password" error={problem.fields.password} />
      </form>,
    );
    expect(form).not.toMatch(focus);
    expect(form).toMatch(/<input[^>]* autofocus[^>]* aria-invalid="true" aria-describedby="p-error"/);
    expect(form.match(/Too short\./g)).toHaveLength(1);
    expect(form).toContain('Look again.');
  });

  it.each([
    [{ password: say('Too short.') }, 'Check the field marked below.'],
    [{ username: say('Taken.'), password: say('Too short.') }, 'Check the 2 fields marked below.'],
  ])('says how many fields are wrong, and each beside its field alone', (fields, count) => {
    const detail = Object.values(fields)[0] ?? say('');
    const summary = renderPart(<ProblemSummary problem={{ detail, fields }} controls={controls} />);
    expect(summary).toContain(count);
    expect(summary).not.toMatch(/Too short|Taken/);
  });

  it('counts down to when the form can be sent again', () => {
    const wait = { detail: say('Wait.'), fields: {}, retryAfter: 27 };
    const summary = renderPart(<ProblemSummary problem={wait} controls={controls} />);
    expect(summary).toMatch(/<p[^>]* data-countdown="27" data-over="You can try again now\." hidden>/);
    expect(renderPart(<ProblemSummary problem={problem} controls={controls} />)).not.toContain('countdown');
  });

  it.each([
    ['Too short.', 'the sentence is that of the field'],
    ['Look again.', 'the field has a sentence of its own'],
  ])('says once what is wrong with the only field, and describes the field by it: %s (%s)', (detail) => {
    const problem = { detail: say(detail), fields: { password: say('Too short.') } };
    const form = renderPart(
      <form>
        <ProblemSummary problem={problem} controls={{ password: 'p' }} />
        <CurrentPasswordField id="p" name="password" label="Password" error={say('Too short.')} alone />
      </form>,
    );
    expect(form.match(/Too short\./g)).toHaveLength(1);
    expect(form).toMatch(/<(p|li)[^>]* id="p-error">(<a href="#p">)?Too short\./);
    expect(form.match(/id="p-error"/g)).toHaveLength(1);
    expect(form).toMatch(/<input[^>]* aria-invalid="true" aria-describedby="p-error"/);
  });

  it('is nothing when nothing is wrong', () => {
    expect(renderPart(<ProblemSummary problem={undefined} controls={{}} />)).toBe('');
  });
});

describe('the proof of work', () => {
  const site = { name: 'Latchkey', development: false, asset: (name: string) => `/assets/${name}` };
  const box = renderPart(<Challenge site={site} />);

  it('is begun by the script of the form alone, with a worker and a challenge from this server', () => {
    expect(box).toContain('data-worker="/assets/altcha-worker.js"');
    expect(box).toMatch(/<altcha-widget[^>]* challenge="\/api\/challenge"/);
    expect(box).toMatch(/<altcha-widget[^>]* name="proofOfWork"/);
    expect(box).toMatch(/<altcha-widget[^>]* auto="off"/);
  });

  it('says without JavaScript what is needed', () => {
    expect(box).toMatch(/<noscript>.*needs JavaScript/s);
  });
});

describe('a time', () => {
  it('is exact for machines and readable in UTC for people', () => {
    expect(renderPart(<Time iso="2026-03-04T05:06:07.000Z" />)).toBe(
      '<time datetime="2026-03-04T05:06:07.000Z" data-time="at">4 Mar 2026, 05:06 UTC</time>',
    );
  });
});
