// What the parts say. The sentences stand in the page, as data-say-… with {names} where
// values come: a page in another language brings its own, and these scripts stay.
"use strict";

const Words = (() => {
  const language = document.documentElement.lang || "en";

  function say(name, values = {}) {
    const sentence = document.querySelector(`[data-say-${name}]`).getAttribute(`data-say-${name}`);
    return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  // A number as the page's language writes it.
  const fixed = (x, digits) => x.toLocaleString(language,
    { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const precise = (x, digits) => x.toLocaleString(language,
    { minimumSignificantDigits: digits, maximumSignificantDigits: digits });

  return { say, fixed, precise };
})();
