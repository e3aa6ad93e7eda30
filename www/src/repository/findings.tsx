import { CircleCheck } from "lucide-react";
import { Link } from "wouter";
import { useLakefs } from "../connection/context";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { FindingStatus } from "../parts/severity";
import { useToast } from "../parts/toasts";
import { useAttempt } from "../parts/use-attempt";
import { repairedPattern } from "../patterns";
import type { Finding, RepositorySettings } from "../store/settings";

interface Props {
  settings: RepositorySettings;
  findings: readonly Finding[];
  onChanged: () => void;
}

/** Problems and risks, each with a button that fixes it. */
export function Findings({ settings, findings, onChanged }: Props) {
  const shown = findings.filter(
    (finding) => finding.rule !== "pattern_matches_no_branch" || finding.severity !== "info",
  );
  return (
    <section className="card" aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {shown.length === 0 ? (
        <p className="status status-good">
          <CircleCheck aria-hidden /> No problems found
        </p>
      ) : (
        <ul className="findings">
          {shown.map((finding, index) => (
            <li key={`${finding.rule} ${finding.at}`}>
              <FindingStatus finding={finding} />
              <p>{finding.message}</p>
              <Fix {...{ finding, settings, onChanged }} tone={index === 0 ? "primary" : "plain"} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface FixProps extends Omit<Props, "findings"> {
  finding: Finding;
  /** The first finding, which is the worst, has the primary button. */
  tone: "primary" | "plain";
}

function Fix({ finding, settings, tone, onChanged }: FixProps) {
  const { id, default_branch, read_only } = settings.repository;
  if (read_only) return null;
  switch (finding.rule) {
    case "default_branch_unprotected":
      return (
        <RuleButton
          id={id}
          label={`Protect ${default_branch}`}
          done={`Protected ${default_branch}`}
          // The client saves no pattern that blocks writes: those that can be repaired are.
          change={(patterns) => [...repairAll(patterns), default_branch]}
          {...{ tone, onChanged }}
        />
      );
    case "pattern_blocks_writes":
      return <FixPattern {...{ finding, settings, tone, onChanged }} />;
    case "pattern_matches_no_branch":
      return <FixLink id={id} path="settings/branch-protection" label="Edit rules" />;
    case "retention_missing":
      return <FixLink id={id} path="settings/retention" label="Set retention" />;
    case "retention_zero":
    case "gc_rule_matches_no_branch":
      return <FixLink id={id} path="settings/retention" label="Edit retention" />;
    default:
      return null;
  }
}

const FixLink = ({ id, path, label }: { id: string; path: string; label: string }) => (
  <Link className="button button-small" href={`/repositories/${id}/${path}`}>
    {label}
  </Link>
);

/** Replaces every pattern that blocks writes: the client saves no rules as long as one of them does. */
function FixPattern({ finding, settings, tone, onChanged }: FixProps) {
  const { id } = settings.repository;
  const patterns = settings.branchProtection.rules.map((rule) => rule.pattern);
  const index = Number(/^\/branchProtection\/rules\/(\d+)/.exec(finding.at)?.[1]);
  const repaired = repairedPattern(patterns[index] ?? "");
  if (!repaired) return <FixLink id={id} path="settings/branch-protection" label="Edit rules" />;
  return (
    <RuleButton
      id={id}
      label={`Replace with ${repaired}`}
      done={`Replaced ${patterns.filter(repairedPattern).join(", ")}`}
      change={repairAll}
      {...{ tone, onChanged }}
    />
  );
}

const repairAll = (patterns: readonly string[]) => patterns.map((pattern) => repairedPattern(pattern) ?? pattern);

/** Changes the stored rules; changes that others make at the same time are kept. */
function RuleButton({
  id,
  label,
  done,
  change,
  tone,
  onChanged,
}: {
  id: string;
  label: string;
  done: string;
  change: (patterns: string[]) => string[];
  tone: FixProps["tone"];
  onChanged: () => void;
}) {
  const lakefs = useLakefs();
  const toast = useToast();
  const { busy, error, attempt } = useAttempt();
  async function fix() {
    await lakefs.updateBranchProtectionRules(id, (rules) =>
      [...new Set(change(rules.map((rule) => rule.pattern)))].map((pattern) => ({ pattern })),
    );
    toast(done);
    onChanged();
  }
  return (
    <>
      <Button className="button-small" tone={tone} busy={busy} onClick={() => void attempt(fix)}>
        <span className="break">{label}</span>
      </Button>
      {error !== undefined && <ErrorAlert error={error} />}
    </>
  );
}
