import { Command } from "cmdk";
import { useState } from "react";
import { useLocation } from "wouter";
import { useRows } from "../fleet/context";
import { searched } from "../repositories/columns";

const SHOWN = 50;

interface Entry {
  readonly name: string;
  readonly to: string;
}

/** What can be done with a repository, by where it is done. */
const actionsFor = (id: string): readonly Entry[] => [
  { name: `Protect branches of ${id}`, to: `/repositories/${id}/settings/branch-protection` },
  { name: `Set retention of ${id}`, to: `/repositories/${id}/settings/retention` },
  { name: `Back up ${id}`, to: `/repositories/${id}/backup` },
];

const GENERAL: readonly Entry[] = [
  { name: "All repositories", to: "/repositories" },
  { name: "Create repository", to: "/repositories?create=new" },
  { name: "Restore from backup", to: "/restore" },
  { name: "Unprotected default branches", to: "/repositories?show=default_branch_unprotected" },
  { name: "Repositories without retention", to: "/repositories?show=retention_missing" },
];

/** Go to a repository or do something, by a few letters. */
export default function Palette({ onClose, onCalls }: { onClose: () => void; onCalls: () => void }) {
  const { rows } = useRows();
  const [location, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const here = /^\/repositories\/([^/]+)/.exec(location)?.[1];
  const wanted = typed.trim().toLowerCase();
  // An action is found by its verb and the repository's name: "protect click".
  const words = wanted.split(/\s+/);
  const found = searched(rows, words.at(-1) ?? "").map((row) => row.repository.id);
  const about = here !== undefined && wanted === "" ? [here] : words.length > 1 ? found.slice(0, 10) : [];
  const actions = about.flatMap(actionsFor).filter(({ name }) => name.toLowerCase().startsWith(words[0] ?? ""));
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
        {actions.length > 0 && <Entries heading="Actions" entries={actions} onGo={go} />}
        {words.length === 1 && found.length > 0 && (
          <Entries
            heading="Repositories"
            entries={found.slice(0, SHOWN).map((id) => ({ name: id, to: `/repositories/${id}` }))}
            onGo={go}
          />
        )}
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
