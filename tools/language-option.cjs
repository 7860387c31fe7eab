"use strict";
/**
 * `--lang ko` of every command: the language in which it speaks, and in which what it starts does.
 *
 * Written so that an old Node can still read it, as run.cjs is.
 */

const languages = ["en", "ko"];

/**
 * Takes the option out of the arguments and puts it where lib/jupyter/language.cjs looks.
 *
 * @param {string[]} argv
 * @param {Record<string, string | undefined>} env
 */
exports.takeLanguage = function (argv, env) {
  const at = argv.findIndex(function (argument) {
    return /^--lang(=|$)/.test(argument);
  });
  if (at < 0) return;
  const option = String(argv[at]);
  const isOne = option.indexOf("=") > 0;
  const wanted = isOne ? option.slice("--lang=".length) : argv[at + 1];
  if (languages.indexOf(String(wanted)) < 0) {
    console.error("--lang takes one of " + languages.join(", ") + ", got " + String(wanted) + ".");
    process.exit(1);
  }
  argv.splice(at, isOne ? 1 : 2);
  env["COURSE_LANG"] = wanted;
};
