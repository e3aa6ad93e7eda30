import { equal, match, ok } from "../support/expect.js";
import { refs as REFS } from "../support/samples.js";
import { REQUEST_ID, repositoryNotFound } from "./context.js";

/** The last status of a task. */
const ended = ({ client, eventually }, operation, id, task) =>
  eventually(
    () => client[operation](id, task),
    (status) => status.done,
  );

/** @param {import("./context.js").Context} context */
async function dump(context, id) {
  const { id: task } = await context.client.dumpSubmit(id);
  return ended(context, "dumpStatus", id, task);
}

/** @type {import("./context.js").Case[]} */
export const tasks = [
  {
    name: "dumpSubmit gives a task, and dumpStatus its refs in the end",
    async run(context) {
      const { client, repository } = context;
      const id = await repository();
      const task = await client.dumpSubmit(id);
      equal(Object.keys(task), ["id"]);
      match(task.id, /^DR[\w-]{20}$/);
      const status = await ended(context, "dumpStatus", id, task.id);
      equal([status.id, status.done, "error" in status], [task.id, true, false]);
      match(status.update_time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      for (const field of ["commits_meta_range_id", "tags_meta_range_id", "branches_meta_range_id"])
        match(status.refs?.[field], /^[0-9a-f]{64}$/, field);
    },
  },
  {
    name: "dumpSubmit works on bare and read-only repositories",
    async run(context) {
      for (const id of [await context.repository({}, { bare: true }), await context.repository({ read_only: true })]) {
        equal("refs" in (await dump(context, id)), true);
      }
    },
  },
  {
    name: "restoreSubmit restores a dump into a bare repository on the same namespace, which is not bare afterwards",
    async run(context) {
      const { client, name, namespace, repository, refused } = context;
      const source = await repository();
      const { refs } = await dump(context, source);
      const id = name("bare");
      await client.createRepository({ name: id, storage_namespace: namespace(source) }, { bare: true });
      const task = await client.restoreSubmit(id, refs);
      match(task.id, /^RR[\w-]{20}$/);
      const status = await ended(context, "restoreStatus", id, task.id);
      equal([status.id, "error" in status, "refs" in status], [task.id, false, false]);
      await refused(client.restoreSubmit(id, { ...refs, force: true }), "bad_request", {
        status: 400,
        message: "can only restore into a bare repository",
        operation: "restoreSubmit",
        repository: id,
        attempts: 1,
        maybeApplied: false,
        requestId: REQUEST_ID,
      });
      equal((await dump(context, id)).refs, refs, "the copy dumps to the same ids");
    },
  },
  {
    name: "restoreSubmit into a read-only repository fails later without force, and works with it",
    async run(context) {
      const { client, repository } = context;
      const id = await repository({ read_only: true }, { bare: true });
      const { refs } = await dump(context, id);
      const first = await client.restoreSubmit(id, refs);
      equal((await ended(context, "restoreStatus", id, first.id)).error, "read-only repository");
      const second = await client.restoreSubmit(id, { ...refs, force: true });
      equal("error" in (await ended(context, "restoreStatus", id, second.id)), false);
    },
  },
  ...["dumpStatus", "restoreStatus"].map((operation) => ({
    name: `${operation} rejects with not_found for tasks that are not there, with any characters in their IDs`,
    async run(context) {
      const { client, repository, refused } = context;
      const id = await repository({}, { bare: true });
      const other = operation === "dumpStatus" ? await client.restoreSubmit(id, REFS) : await client.dumpSubmit(id);
      for (const task of [
        "x",
        "DR01234567890123456789",
        "RR01234567890123456789",
        other.id,
        "a b&task_id=c",
        "../..",
        "%00",
        "é日",
      ]) {
        await refused(client[operation](id, task), "not_found", {
          status: 404,
          message: "not found",
          operation,
          repository: id,
          attempts: 1,
          maybeApplied: false,
          requestId: REQUEST_ID,
        });
      }
    },
  })),
  ...["dumpSubmit", "dumpStatus", "restoreSubmit", "restoreStatus"].map((operation) => ({
    name: `${operation} rejects with repository_not_found`,
    async run({ client, name, refused }) {
      const id = name();
      const params =
        { dumpStatus: ["DR01234567890123456789"], restoreStatus: ["RR01234567890123456789"], restoreSubmit: [REFS] }[
          operation
        ] ?? [];
      await refused(client[operation](id, ...params), "repository_not_found", repositoryNotFound(operation, id));
    },
  })),
  {
    name: "a failed dump or restore has an error and status 200",
    async run(context) {
      const { client, repository, old } = context;
      const id = await repository({}, { bare: true });
      const { id: task } = await client.restoreSubmit(id, REFS);
      const { error, done } = await ended(context, "restoreStatus", id, task);
      equal(done, true);
      if (old) ok(error?.includes("not found"), error);
      else equal(error, "No data");
    },
  },
];
