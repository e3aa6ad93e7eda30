import { navigate } from "./site.js";

const ID = "0".repeat(64);
const IDS = { commits_meta_range_id: ID, tags_meta_range_id: ID, branches_meta_range_id: ID };

/** Opens each view for a user who is logged in. Some views start from the one before. */
export const VIEWS = {
  repositories: async (page) => {
    await navigate(page, "/repositories");
    await page.getByRole("link", { name: "clickstream" }).waitFor();
  },
  "nothing-found": async (page) => {
    await navigate(page, "/repositories?search=zzz");
    await page.getByText(/No repositories match/).waitFor();
  },
  create: async (page) => {
    await navigate(page, "/repositories?create=new");
    await page.getByLabel("Repository ID").fill("My");
    await page.getByText("Use 3–63 characters.").waitFor();
  },
  general: async (page) => {
    await navigate(page, "/repositories/ml-models/settings/general");
    await page.getByRole("heading", { name: "About" }).waitFor();
  },
  delete: async (page) => {
    await page.getByRole("button", { name: "Delete repository…" }).click();
    await page.getByRole("alertdialog").waitFor();
  },
  protection: async (page) => {
    await navigate(page, "/repositories/analytics-events/settings/branch-protection");
    await page.getByLabel("Branch name pattern").fill("[a-zA-Z]");
    await page.getByText(/One range per/).waitFor();
    await page.getByLabel("Branch name", { exact: true }).fill("release-14");
    await page.getByText("not a branch yet").waitFor();
    await page.getByRole("button", { name: "Delete main" }).click();
  },
  "protection-empty": async (page) => {
    await navigate(page, "/repositories/images-raw/settings/branch-protection");
    await page.getByText("No branch is protected").waitFor();
  },
  retention: async (page) => {
    await navigate(page, "/repositories/analytics-events/settings/retention");
    await page.getByRole("row", { name: /main 90 days/ }).waitFor();
  },
  "retention-json": async (page) => {
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByRole("tab", { name: "JSON" }).click();
    await page.getByLabel("Policy as JSON").waitFor();
  },
  "retention-edit": async (page) => {
    await page.getByRole("tab", { name: "Form" }).click();
    await page.getByLabel("Default retention, in days").fill("9999999999");
    await page.getByText("Must be 2,147,483,647 or less.").waitFor();
  },
  "retention-empty": async (page) => {
    await navigate(page, "/repositories/quickstart/settings/retention");
    await page.getByText("No retention policy").waitFor();
  },
  metadata: async (page) => {
    await navigate(page, "/repositories/analytics-events/settings/metadata");
    await page.getByRole("row", { name: "owner data-platform" }).waitFor();
  },
  "metadata-empty": async (page) => {
    await navigate(page, "/repositories/quickstart/settings/metadata");
    await page.getByRole("heading", { name: "No metadata" }).waitFor();
  },
  backup: async (page) => {
    await navigate(page, "/repositories/analytics-events/backup");
    await page.getByRole("button", { name: "Back up now" }).click();
    await page.getByText("The backup is done.").waitFor();
    await page.getByText("Code for this").click();
  },
  "backup-running": async (page, { lakefs }) => {
    lakefs.fail({ hang: "response" }, { operation: "dumpStatus" });
    await navigate(page, "/repositories/analytics-events/backup?dump=DR01234567890123456789");
    await page.getByText("The backup is running").waitFor();
  },
  restore: async (page) => {
    await navigate(page, "/restore");
    await page.getByText("Enter the three IDs of a dump").click();
    await page.getByRole("button", { name: "Use these IDs" }).click();
    await page.getByText("All three IDs are required.").first().waitFor();
  },
  "restore-target": async (page) => {
    await page.goto("/restore");
    await page.getByText("Paste a backup").click();
    await page.getByLabel("Backup as JSON").fill(JSON.stringify(IDS));
    await page.getByRole("button", { name: "Use this", exact: true }).click();
    await page.getByLabel("Storage namespace").fill("mem://analytics-events");
    await page.getByText("Use the same namespace anyway").waitFor();
    await page.getByText("Code for this").click();
  },
  selected: async (page) => {
    await navigate(page, "/repositories?show=default_branch_unprotected");
    await page.getByText("3 of 12 repositories").waitFor();
    await page.getByLabel(/^Select all/).check();
    await page.getByRole("region", { name: "Selected repositories" }).waitFor();
  },
  "protect-many": async (page) => {
    await page.getByRole("button", { name: "Protect branches…" }).click();
    await page.getByRole("dialog").getByText("3 repositories will change").waitFor();
    await page.getByRole("dialog").getByText("Code for this").click();
  },
  "retention-many": async (page) => {
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Set retention…" }).click();
    await page.getByRole("dialog").getByLabel("Default retention, in days").fill("5");
    await page.getByText("Delete objects sooner in 3 repositories").waitFor();
  },
  "copy-many": async (page) => {
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Copy settings…" }).click();
    await page.getByRole("dialog").getByLabel("Copy from").fill("analytics-events");
    await page.getByText("Apply to 3 repositories").waitFor();
  },
  "back-up-many": async (page) => {
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Back up…" }).click();
    await page.getByRole("dialog").getByText("ready").first().waitFor();
  },
  "row-menu": async (page) => {
    await page.goto("/repositories");
    await page.getByRole("button", { name: "Actions for clickstream" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).waitFor();
  },
  commands: async (page) => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("protect cl");
    await page.getByRole("option", { name: "Protect branches of clickstream" }).waitFor();
  },
  "general-bare": async (page) => {
    await page.goto("/repositories/restore-here/settings/general");
    await page.getByRole("heading", { name: "No branches" }).waitFor();
  },
  "general-findings": async (page) => {
    await navigate(page, "/repositories/web-logs/settings/general");
    await page.getByRole("button", { name: "Protect main" }).waitFor();
  },
  "retention-shorter": async (page) => {
    await page.goto("/repositories/analytics-events/settings/retention");
    await page.getByRole("button", { name: "Edit policy" }).click();
    await page.getByLabel("Default retention, in days").fill("0");
    await page.getByRole("button", { name: "Save policy" }).click();
    await page.getByRole("alertdialog").waitFor();
  },
  elsewhere: async (page) => {
    await navigate(page, "/repositories/clickstream/objects");
    await page.getByText("This page is part of the lakeFS UI").waitFor();
  },
  missing: async (page) => {
    await navigate(page, "/repositories/no-such-one/settings/general");
    await page.getByText("Repository not found", { exact: true }).waitFor();
  },
  broken: async (page, { lakefs }) => {
    lakefs.fail({ status: 503 }, { operation: "listRepositories", times: 3 });
    await page.goto("/repositories");
    await page.getByText("lakeFS is not available").waitFor();
  },
  calls: async (page) => {
    await navigate(page, "/repositories/analytics-events/settings/retention");
    await page.getByRole("row", { name: /main 90 days/ }).waitFor();
    await page.getByRole("button", { name: /^API calls/ }).click();
    await page.getByText('await lakefs.getGCRules("analytics-events");').first().waitFor();
  },
  account: async (page) => {
    await page.goto("/repositories");
    await page.getByRole("button", { name: /^Account/ }).click();
    await page.getByRole("menuitem", { name: "Log out" }).waitFor();
  },
  "session-ended": async (page, { lakefs }) => {
    await page.goto("/repositories/analytics-events/settings/branch-protection");
    await page.getByLabel("Branch name pattern").fill("hotfix-*");
    lakefs.fail({ status: 401 });
    await page.getByRole("link", { name: "Retention" }).click();
    await page.getByRole("dialog", { name: "Your session has expired" }).waitFor();
  },
  "no-such-address": async (page) => {
    await page.goto("/somewhere");
    await page.getByText("Page not found").waitFor();
  },
};
