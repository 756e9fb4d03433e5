export const exclaimed = (word) => `${word}!`;
