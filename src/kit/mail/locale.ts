/** The languages that mails are written in. Another one here does not compile until every catalogue has its texts. */
const locales = ['en'] as const;

type Locale = (typeof locales)[number];

/** The texts of some mails in every language; a part that is missing in one does not compile. */
export type Catalogue<Texts> = Readonly<Record<Locale, Texts>>;

/** The texts for a language tag such as `de-CH`: of that language, else in English. */
export function textsFor<Texts>(catalogue: Catalogue<Texts>, tag = 'en'): Texts {
  const [language] = tag.toLowerCase().split('-');
  return catalogue[locales.find((locale) => locale === language) ?? 'en'];
}
