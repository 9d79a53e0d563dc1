/** A text without marks and case, to be compared. */
export const fold = (text) => (text ?? '').toString().normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

/** How well one of the names fits what was typed, folded: 0 the same, 1 begins so, 2 a word of it does, 3 it holds it; 4 not at all. */
export const rankOf = (names, text) => Math.min(4, ...names.map((name) => rank(fold(name), text)));

function rank(name, text) {
  if (name === '') return 4;
  if (name === text) return 0;
  if (name.startsWith(text)) return 1;
  return name.split(/[\s\-–/()]+/).some((word) => word.startsWith(text)) ? 2 : name.includes(text) ? 3 : 4;
}
