/** Every code that the server refuses with. Made by `npm run generate`. */
export type Code = string;
