import { useState } from "react";
import { branchNameProblem } from "../branch-names";
import { Loading, Notice } from "../parts/alerts";
import { DocsLink } from "../parts/docs-link";
import { Field } from "../parts/field";
import type { PatternMatcher } from "../patterns";
import { useBranches, useRepository } from "../repository/context";
import { ProtectedBy } from "./protected-by";

const SHOWN = 200;

interface Props {
  matcher: PatternMatcher;
  /** The pattern that is being typed. */
  typed: string;
  unsaved: boolean;
}

/** The branches, each with the rules that protect it, and any name that the user enters. */
export function BranchList({ matcher, typed, unsaved }: Props) {
  const { default_branch } = useRepository();
  const { value, loading, error } = useBranches();
  const [filter, setFilter] = useState("");
  const names = value?.names ?? [];
  const wanted = filter.trim();
  const found = names.filter((name) => name.includes(wanted));
  const isUnknown = wanted !== "" && !names.includes(wanted);
  return (
    <section className="card" aria-labelledby="tester">
      <h2 id="tester">Which branches are protected</h2>
      <Field
        label="Branch name"
        className="input input-code"
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
        placeholder="release-2"
        hint={isUnknown ? branchNameProblem(wanted) : "Filter the branches, or test a name that does not exist yet."}
      />
      {loading && !value && <Loading label="Loading branches" lines={3} />}
      {error !== undefined && !value && <Notice title="The branches could not be read" />}
      <ul className="branches-list" aria-label="Branches">
        {isUnknown && <BranchLine name={wanted} note="not a branch yet" {...{ matcher, typed }} />}
        {found.slice(0, SHOWN).map((name) => (
          <BranchLine key={name} name={name} note={name === default_branch ? "default" : ""} {...{ matcher, typed }} />
        ))}
      </ul>
      {found.length > SHOWN && (
        <p className="fine">
          Showing {SHOWN} of {found.length}. Type to filter.
        </p>
      )}
      {value && names.length === 0 && (
        <p className="fine">This repository is bare: it has no branches yet. Test names in the field above.</p>
      )}
      {unsaved && <p className="fine">Includes changes that are not saved yet.</p>}
      <PatternHelp />
    </section>
  );
}

function BranchLine({ name, note, matcher, typed }: { name: string; note: string } & Pick<Props, "matcher" | "typed">) {
  const covering = matcher.covering(name);
  const isLit = typed !== "" && covering.includes(typed);
  return (
    <li className={isLit ? "branch-line branch-line-lit" : "branch-line"}>
      <span className="branch-name">
        <code>{name}</code> {note && <span className="badge">{note}</span>}
      </span>
      <ProtectedBy patterns={covering} inWords />
    </li>
  );
}

const GRAMMAR = [
  ["*", "any text"],
  ["?", "one character"],
  ["[a-z]", "one character of a range"],
  ["[abc]", "one character of a list"],
  ["[!a]", "any character but this one"],
  ["{a,b}", "one or the other"],
  ["\\*", "the character itself"],
] as const;

function PatternHelp() {
  return (
    <details>
      <summary>How patterns work</summary>
      <dl className="grammar">
        {GRAMMAR.map(([pattern, meaning]) => (
          <div key={pattern}>
            <dt>
              <code>{pattern}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="fine">
        Patterns are globs, not regular expressions: they match the whole name. <DocsLink to="protection" />
      </p>
    </details>
  );
}
