import { Info, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Finding } from "../store/settings";

export type Severity = Finding["severity"];

export const SEVERITIES = {
  error: { icon: OctagonAlert, tone: "danger", rank: 2 },
  warning: { icon: TriangleAlert, tone: "warning", rank: 1 },
  info: { icon: Info, tone: "soft", rank: 0 },
} as const satisfies Record<Severity, { icon: LucideIcon; tone: string; rank: number }>;

/** The worse of two severities. */
export const worse = (a: Severity | undefined, b: Severity | undefined): Severity | undefined =>
  !a || (b && SEVERITIES[b].rank > SEVERITIES[a].rank) ? b : a;

/** A finding in the color and with the icon of its severity, the same in the list and in its repository. */
export function FindingStatus({
  finding,
  icon,
  children,
}: {
  finding: Finding;
  /** Replaces the icon of the severity. */
  icon?: LucideIcon;
  children?: ReactNode;
}) {
  const { icon: own, tone } = SEVERITIES[finding.severity];
  const Icon = icon ?? own;
  return (
    <span className={`status status-${tone}`} title={children ? finding.message : undefined}>
      <Icon aria-hidden />
      {children ?? <span className="visually-hidden">{finding.severity}: </span>}
    </span>
  );
}
