import { LogOut } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useEffect, useState } from "react";
import { AccountButton } from "./account-button";
import { useAccess } from "./connection/context";
import { explain } from "./parts/explain";
import { useToast } from "./parts/toasts";
import { storedTheme, storeTheme } from "./theme";

const LOGIN_KINDS = { session: "Session", key: "Key and secret", token: "Token", sandbox: "Sandbox" };

export default function AccountMenu() {
  const { connection, logOut } = useAccess();
  const toast = useToast();
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => storeTheme(theme), [theme]);
  const [leaving, setLeaving] = useState(false);
  if (!connection) return null;
  const { user, server, kind, config } = connection;
  const version = config.version_config?.version;

  async function leave() {
    if (leaving) return;
    setLeaving(true);
    try {
      await logOut();
    } catch (error) {
      toast(`Could not log out: ${explain(error).sentence}`);
    } finally {
      setLeaving(false);
    }
  }

  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>
        <AccountButton name={user.id} leaving={leaving} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
        <DropdownMenu.Label className="menu-about">
          <span>
            Logged in as <b>{user.id}</b>
          </span>
          <span>{server}</span>
          <span>
            {LOGIN_KINDS[kind]}
            {version && ` · lakeFS ${version}`}
          </span>
        </DropdownMenu.Label>
        <DropdownMenu.Separator className="menu-line" />
        <DropdownMenu.RadioGroup value={theme} onValueChange={setTheme} aria-label="Theme">
          {[
            ["system", "System theme"],
            ["light", "Light theme"],
            ["dark", "Dark theme"],
          ].map(([value, label]) => (
            <DropdownMenu.RadioItem key={value} value={value ?? ""} className="menu-item">
              <span className="menu-tick">
                <DropdownMenu.ItemIndicator>✓</DropdownMenu.ItemIndicator>
              </span>
              {label}
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator className="menu-line" />
        <DropdownMenu.Item className="menu-item" onSelect={() => void leave()}>
          <span className="menu-tick">
            <LogOut aria-hidden />
          </span>
          {kind === "sandbox" ? "Leave the sandbox" : "Log out"}
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
