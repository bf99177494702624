// Caps Lock, spaces that nobody sees and the layout of the keyboard: said below the field while somebody types. Only this
// page knows of it, and nothing of it is sent.
import { each, say } from './dom.ts';

/** Writing systems that keyboards have a layout of, by their codes (ISO 15924). */
const scripts: readonly (readonly [string, RegExp])[] = [
  ['Cyrl', /\p{Script=Cyrillic}/u],
  ['Grek', /\p{Script=Greek}/u],
  ['Arab', /\p{Script=Arabic}/u],
  ['Hebr', /\p{Script=Hebrew}/u],
  ['Armn', /\p{Script=Armenian}/u],
  ['Geor', /\p{Script=Georgian}/u],
  ['Deva', /\p{Script=Devanagari}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Hang', /\p{Script=Hangul}/u],
  ['Hira', /\p{Script=Hiragana}/u],
  ['Kana', /\p{Script=Katakana}/u],
  ['Hani', /\p{Script=Han}/u],
];

const names = new Intl.DisplayNames(document.documentElement.lang || 'en', { type: 'script' });

each('[data-typing-hint]', (hint) => {
  const input = document.getElementById(hint.dataset.typingHint ?? '') as HTMLInputElement;
  const { capsLock = '', layout = '', spaceAtStart = '', spaceAtEnd = '', spaceInside = '' } = hint.dataset;
  let hasCapsLock = false;
  let letters = '';

  const tell = () => {
    const { value } = input;
    const said = [
      hasCapsLock && capsLock,
      letters && layout.replace('{letters}', letters),
      /^\s/u.test(value) && spaceAtStart,
      /\s$/u.test(value) && spaceAtEnd,
      /\S\s+\S/u.test(value) && spaceInside,
    ];
    say(hint, said.filter(Boolean).join(' '));
  };

  for (const type of ['keydown', 'keyup', 'click'] as const) {
    input.addEventListener(type, (event) => {
      // Events from password managers aren't keyboard events.
      if ('getModifierState' in event) hasCapsLock = event.getModifierState('CapsLock');
      tell();
    });
  }
  input.addEventListener('keydown', ({ key }) => {
    // What was pasted or filled in says nothing of the keyboard, and neither does a digit.
    if (key !== undefined && [...key].length === 1 && /\p{L}/u.test(key)) letters = lettersOf(key);
    tell();
  });
  input.addEventListener('input', () => {
    if (input.value === '') letters = '';
    tell();
  });
  input.addEventListener('blur', () => {
    hasCapsLock = false;
    tell();
  });
});

/** How the writing system of a letter is called; empty for Latin and for those that aren't listed. */
function lettersOf(key: string): string {
  const [code] = scripts.find(([, pattern]) => pattern.test(key)) ?? [];
  return code === undefined ? '' : (names.of(code) ?? '');
}
