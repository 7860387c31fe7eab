"use strict";
/**
 * Starts a command of the kit: `node tools/run.cjs start` runs tools/start/command.mjs.
 *
 * Written so that an old Node can still read it: it must get as far as saying that it is too old.
 */
require("./setup/node-version.cjs").exitIfUnsupported(process.version);
require("./language-option.cjs").takeLanguage(process.argv, process.env);
require("./import-command.cjs").importCommand(String(process.argv[2]));
