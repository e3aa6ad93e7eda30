import { Command } from "cmdk";
import { useState } from "react";
import { useLocation } from "wouter";
import { searched } from "../repositories/columns";
import { useRows } from "../store/context";

const SHOWN = 50;
const SHOWN_ACTIONS = 10;

interface Entry {
  readonly name: string;
  readonly to: string;
}

/** Actions on a repository: the words they are found by, and the section that has them. */
const ACTIONS = [
  { verb: ["protect", "branches"], name: "Protect branches of", section: "settings/branch-protection" },
  { verb: ["set", "retention"], name: "Set retention of", section: "settings/retention" },
  { verb: ["back", "up"], name: "Back up", section: "backup" },
];

/** Actions by words of their verb and of the repository's ID: "protect", "back up click". */
function actionsBy(words: readonly string[], ids: readonly string[]): readonly Entry[] {
  return ACTIONS.flatMap(({ verb, name, section }) => {
    const isOfVerb = (word: string) => verb.some((part) => part.startsWith(word));
    if (!words.some(isOfVerb)) return [];
    const others = words.filter((word) => !isOfVerb(word));
    return ids
      .filter((id) => others.every((word) => id.includes(word)))
      .slice(0, SHOWN_ACTIONS)
      .map((id) => ({ name: `${name} ${id}`, to: `/repositories/${id}/${section}` }));
  });
}

const GENERAL: readonly Entry[] = [
  { name: "All repositories", to: "/repositories" },
  { name: "Create repository", to: "/repositories?create=new" },
  { name: "Restore from backup", to: "/restore" },
  { name: "Unprotected default branches", to: "/repositories?show=default_branch_unprotected" },
  { name: "Repositories without retention", to: "/repositories?show=retention_missing" },
];

/** Goes to a repository or starts an action, found by a few letters. */
export default function Palette({ onClose, onCalls }: { onClose: () => void; onCalls: () => void }) {
  const { rows } = useRows();
  const [location, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const here = /^\/repositories\/([^/]+)/.exec(location)?.[1];
  const wanted = typed.trim().toLowerCase();
  const found = searched(rows, wanted).map((row) => row.repository.id);
  const ids = rows.map((row) => row.repository.id).sort((a, b) => Number(b === here) - Number(a === here));
  // Without a search: the actions on the current repository.
  const actions =
    wanted === "" ? actionsBy([""], here && ids.includes(here) ? [here] : []) : actionsBy(wanted.split(/\s+/), ids);
  // Repositories that match come first.
  const isRepository = wanted !== "" && found.length > 0;
  const general = GENERAL.filter(({ name }) => name.toLowerCase().includes(wanted));

  const go = (to: string) => {
    onClose();
    navigate(to);
  };
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => open || onClose()}
      label="Go to or do"
      shouldFilter={false}
      overlayClassName="overlay"
      contentClassName="dialog palette"
    >
      <Command.Input
        className="input"
        value={typed}
        onValueChange={setTyped}
        placeholder="Repository, or protect, back up, create…"
      />
      <Command.List className="palette-list">
        <Command.Empty className="fine">Nothing matches “{typed}”</Command.Empty>
        {!isRepository && actions.length > 0 && <Entries heading="Actions" entries={actions} onGo={go} />}
        {found.length > 0 && (
          <Entries
            heading="Repositories"
            entries={found.slice(0, SHOWN).map((id) => ({ name: id, to: `/repositories/${id}` }))}
            onGo={go}
          />
        )}
        {isRepository && actions.length > 0 && <Entries heading="Actions" entries={actions} onGo={go} />}
        {general.length > 0 && <Entries heading="Go to" entries={general} onGo={go} />}
        {"show api calls".includes(wanted) && (
          <Command.Item className="palette-item" onSelect={() => (onClose(), onCalls())}>
            Show API calls
          </Command.Item>
        )}
      </Command.List>
    </Command.Dialog>
  );
}

function Entries({
  heading,
  entries,
  onGo,
}: {
  heading: string;
  entries: readonly Entry[];
  onGo: (to: string) => void;
}) {
  return (
    <Command.Group heading={heading}>
      {entries.map(({ name, to }) => (
        <Command.Item key={to} value={to} className="palette-item" onSelect={() => onGo(to)}>
          {name}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
