import { useState } from "react";
import { Code } from "../code/code";
import { changeSnippets } from "../code/snippets";
import { useConnection } from "../connection/context";
import { DialogArriving } from "../parts/alerts";
import { Dialog } from "../parts/dialog";
import { lazyComponent } from "../parts/lazy-component";
import { repositoryCount } from "../quantity";
import type { BulkAction } from "../repositories/page";
import type { SettingName } from "../store/settings";
import type { BulkChange } from "./bulk-change";
import { ChangeTable } from "./change-table";
import { CopyForm } from "./copy-form";
import { ProtectForm, RetentionForm } from "./forms";
import { RunButtons } from "./run-buttons";
import { type Entry, useBulkChange } from "./use-bulk-change";

const BackUpDialog = lazyComponent(() => import("../backup/back-up-dialog"));

const TITLES = {
  protect: "Protect branches",
  "set-retention": "Set retention",
  "delete-retention": "Delete retention policies",
  "copy-settings": "Copy settings",
};

/** Changes many repositories: shows the changes of each before anything is written, then the results. */
export default function ChangeDialog({ action, ids, onClose }: BulkAction & { onClose: () => void }) {
  if (action === "back-up") return <BackUpDialog ids={ids} onClose={onClose} meanwhile={<DialogArriving />} />;
  return <Change action={action} ids={ids} onClose={onClose} />;
}

/** The change that a dialog begins with; none where the user must choose something first. */
const FIRST: Record<BulkChange["action"], BulkChange | undefined> = {
  protect: { action: "protect", defaultBranch: true, patterns: [] },
  "set-retention": { action: "set-retention", days: 28, keepsRules: true },
  "delete-retention": { action: "delete-retention" },
  "copy-settings": undefined,
};

/** The setting that a change needs; without one it needs all of them. */
const NEEDED: Partial<Record<BulkChange["action"], SettingName>> = {
  protect: "branchProtection",
  "set-retention": "gcRules",
  "delete-retention": "gcRules",
};

function Change({
  action,
  ids,
  onClose,
}: {
  action: BulkChange["action"];
  ids: readonly string[];
  onClose: () => void;
}) {
  const [change, setChange] = useState<BulkChange | undefined>(FIRST[action]);
  const run = useBulkChange({ name: TITLES[action], ids, change, needed: NEEDED[action] });
  const count = ids.length === 1 ? ids[0] : repositoryCount(ids.length);
  const hasBegun = run.entries.some((entry) => entry.state === "done" || entry.state === "failed");
  const isOpen = !hasBegun && !run.isRunning;
  return (
    <Dialog
      title={`${TITLES[action]}: ${count}`}
      description={
        action === "delete-retention" ? "Deleted objects are kept forever, and you keep paying for them." : undefined
      }
      isWide
      isUnsaved
      busy={run.isRunning}
      onClose={onClose}
    >
      {/* Hidden and not removed: the input is still there when nothing was written. */}
      <div hidden={!isOpen}>
        {action === "protect" && <ProtectForm onChange={setChange} />}
        {action === "set-retention" && <RetentionForm onChange={setChange} />}
        {action === "copy-settings" && <CopyForm onChange={setChange} />}
      </div>
      <ChangeTable entries={run.entries} />
      {isOpen && <CodeForChanges entries={run.entries} />}
      <RunButtons run={run} canRun={change !== undefined} onClose={onClose} />
    </Dialog>
  );
}

/** What is about to be written, as a program. */
function CodeForChanges({ entries }: { entries: readonly Entry[] }) {
  const { endpoint } = useConnection();
  const snippets = () => {
    const planned = entries.flatMap(({ id, state, desired }) =>
      state === "planned" && desired ? [[id, desired] as const] : [],
    );
    return changeSnippets(endpoint, Object.fromEntries(planned));
  };
  const hasPlan = entries.some(({ state, desired }) => state === "planned" && desired);
  return hasPlan && <Code snippets={snippets} />;
}
