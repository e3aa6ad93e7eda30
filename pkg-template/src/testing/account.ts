// What surrounds the repositories: logins, the user, and what the server says of itself.
import type { Call } from "./call.js";
import { may, type User } from "./permissions.js";
import { type Answer, json, noContent, Refusal } from "./wire.js";

const HIDDEN_STORAGE = {
  blockstore_namespace_ValidityRegex: "",
  blockstore_namespace_example: "",
  blockstore_type: "",
  import_support: false,
  import_validity_regex: "",
  pre_sign_support: false,
  pre_sign_support_ui: false,
};

export function login({ lakefs, body }: Call): Answer {
  const { access_key_id: id = "", secret_access_key: secret = "" } = (body ?? {}) as object as {
    access_key_id?: string;
    secret_access_key?: string;
  };
  const user = lakefs.sessions.byKey(id, secret);
  if (!user) return json(401, lakefs.version.loginRefused);
  const { token, expiration } = lakefs.sessions.issue(user);
  return json(200, { token, token_expiration: expiration }, [lakefs.sessions.cookie(token)]);
}

export function currentUser({ user }: Call): Answer {
  return json(200, {
    user: user
      ? { creation_date: user.created, email: "", friendly_name: "", id: user.id }
      : { creation_date: 0, id: "" },
  });
}

export function config(call: Call): Answer {
  const user = known(call);
  const { store, version } = call.lakefs;
  const storage = version.hidesStorage && !may(user, "fs:ReadConfig") ? HIDDEN_STORAGE : store.describe();
  return json(200, version.config(storage, versionOf(call)));
}

export function versionConfig(call: Call): Answer {
  known(call);
  return json(200, versionOf(call));
}

export function storageConfig(call: Call): Answer {
  call.authorize("fs:ReadConfig");
  return json(200, call.lakefs.store.describe());
}

export function garbageCollectionConfig(call: Call): Answer {
  known(call);
  return json(200, { grace_period: call.lakefs.version.gracePeriod });
}

export function healthCheck(): Answer {
  return noContent();
}

export function setupState({ lakefs }: Call): Answer {
  return json(200, { comm_prefs_missing: false, login_config: lakefs.version.loginConfig, state: "initialized" });
}

/** There is a user already, so there is nothing to set up. */
export function setup({ body }: Call): Answer {
  const { username } = body as object as { username: string };
  throw username === "" ? new Refusal(400, "empty user display name") : new Refusal(409, "lakeFS already initialized");
}

function versionOf({ lakefs }: Call): Readonly<Record<string, unknown>> {
  return { version: "dev", ...(lakefs.version.storageIds ? { version_context: "lakeFS" } : {}) };
}

function known({ user }: Call): User {
  if (!user) throw new Refusal(401, "error authenticating request");
  return user;
}
