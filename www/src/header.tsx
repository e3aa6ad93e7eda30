import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { AccountButton } from "./account-button";
import { useAccess } from "./connection/context";
import { lazyComponent } from "./parts/lazy-component";

const load = () => import("./account-menu");
const AccountMenu = lazyComponent(load);

export function Header({ calls }: { calls: ReactNode }) {
  const { connection } = useAccess();
  const version = connection?.config.version_config?.version;
  return (
    <header className="top">
      <Link href="/repositories" className="brand">
        <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width="28" height="28" />
        <span>
          lakeFS <span className="brand-second">repositories</span>
        </span>
      </Link>
      {connection && (
        <p className="server">
          {connection.server.replace(/^https?:[/][/]/, "")}
          {version && ` · lakeFS ${version}`}
        </p>
      )}
      <nav className="top-right" aria-label="Page">
        {calls}
        {connection && <Account name={connection.user.id} />}
      </nav>
    </header>
  );
}

/** The menu is loaded for those who reach for it. */
function Account({ name }: { name: string }) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <AccountButton
      name={name}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    />
  );
  return wanted ? <AccountMenu meanwhile={button} /> : button;
}
