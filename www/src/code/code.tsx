import { Tabs } from "radix-ui";
import { useState } from "react";
import { CopyButton } from "../parts/button";
import { Scrollable } from "../parts/scrollable";
import { useSessionState } from "../parts/session-state";
import type { Snippets } from "./snippets";

const LANGUAGES = [
  ["typescript", "TypeScript"],
  ["npx", "npx lakefs-wasm"],
  ["curl", "curl"],
  ["lakectl", "lakectl"],
] as const;

/** The code that does the same as the form, updated while the user types. It is made only while it is shown: for many repositories it is long. */
export function Code({ snippets }: { snippets: () => Snippets }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="code-for" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Code for this</summary>
      {isOpen && <Languages snippets={snippets()} />}
    </details>
  );
}

function Languages({ snippets }: { snippets: Snippets }) {
  const [language, setLanguage] = useSessionState<string>("Language of code", "typescript");
  const offered = LANGUAGES.filter(([name]) => snippets[name]);
  const chosen = offered.some(([name]) => name === language) ? language : "typescript";
  return (
    <Tabs.Root value={chosen} onValueChange={setLanguage}>
      <Tabs.List className="tabs" aria-label="Language">
        {offered.map(([name, label]) => (
          <Tabs.Trigger key={name} value={name}>
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {offered.map(([name, label]) => (
        <Tabs.Content key={name} value={name} className="code" tabIndex={-1}>
          <CopyButton text={snippets[name] ?? ""} label={`Copy the ${label} code`} />
          <Scrollable as="pre">{snippets[name]}</Scrollable>
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
