/** Values in the places of a text, "{0} of {1} words"; "{{0}}" is no place, but "{0}" as letters. */

const place = /(?<!\{)\{(\d+)\}(?!\})/;

/** @param {string} text @param {readonly unknown[]} values  none: the text stays as it is */
function fill(text, values) {
  if (values.length === 0) return text;
  const parts = text.split(place);
  return parts
    .map((part, i) => (i % 2 === 0 ? part.replace(/\{\{(\d+)\}\}/g, "{$1}") : String(values[Number(part)])))
    .join("");
}

module.exports = { fill, place };
