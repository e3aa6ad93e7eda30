import { answers } from "./answers.js";
import { branches } from "./branches.js";
import { lakefsBehavior } from "./lakefs-behavior.js";
import { loginPages } from "./login-pages.js";
import { permissions } from "./permissions.js";
import { repositories } from "./repositories.js";
import { requests } from "./requests.js";
import { rules } from "./rules.js";
import { sessions } from "./sessions.js";
import { settings } from "./settings.js";
import { tasks } from "./tasks.js";

export { makeContext, reasonToSkip } from "./context.js";

/**
 * What must hold for the client on every lakeFS.
 *
 * @type {import("./context.js").Case[]}
 */
export const cases = [
  ...repositories,
  ...settings,
  ...branches,
  ...tasks,
  ...sessions,
  ...permissions,
  ...requests,
  ...answers,
  ...rules,
  ...loginPages,
  ...lakefsBehavior,
];
