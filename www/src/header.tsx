import { ChevronDown, LogOut, User } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import { useAccess } from "./connection/context";
import { useToast } from "./parts/toasts";
import { explain } from "./parts/explain";

const WAYS = { session: "Session", key: "Key and secret", token: "Token", "in-page": "In-page lakeFS" };
const THEME = "lakefs-page.theme";

export function Header({ calls }: { calls: ReactNode }) {
  const { state } = useAccess();
  return (
    <header className="top">
      <Link href="/repositories" className="brand">
        <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width="28" height="28" />
        <span>lakeFS <span className="brand-second">repositories</span></span>
      </Link>
      <nav className="top-right" aria-label="Page">
        {calls}
        {state === "in" && <AccountMenu />}
      </nav>
    </header>
  );
}

function AccountMenu() {
  const { connection, logOut } = useAccess();
  const toast = useToast();
  const [theme, setTheme] = useState(() => document.documentElement.dataset.theme ?? localStorage.getItem(THEME) ?? "system");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(THEME, theme);
  }, [theme]);
  if (!connection) return null;
  const { user, server, way, config } = connection;
  const version = config.version_config?.version;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="button button-quiet account" aria-label={`Account: ${user.id}`}>
        <User aria-hidden /> <span className="account-name">{user.id}</span> <ChevronDown aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          <DropdownMenu.Label className="menu-about">
            <span>Logged in as <b>{user.id}</b></span>
            <span>{server}</span>
            <span>{WAYS[way]}{version && ` · lakeFS ${version}`}</span>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.RadioGroup value={theme} onValueChange={setTheme} aria-label="Colours">
            {[["system", "Colours of the system"], ["light", "Light"], ["dark", "Dark"]].map(([value, label]) => (
              <DropdownMenu.RadioItem key={value} value={value ?? ""} className="menu-item">
                <span className="menu-tick"><DropdownMenu.ItemIndicator>✓</DropdownMenu.ItemIndicator></span>{label}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => void logOut().catch((error: unknown) => toast(`Could not log out. ${explain(error).sentence}`))}>
            <span className="menu-tick"><LogOut aria-hidden /></span>{way === "in-page" ? "Leave the in-page lakeFS" : "Log out"}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
