import { Tabs } from "radix-ui";
import { type FormEvent, useState } from "react";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { Checkbox, Field } from "../parts/field";
import { useFirstProblem } from "../parts/use-focus";
import type { Credentials } from "./connection";

/** Not named after its tab: what is in it is called the same, and would be found twice. */
const panel = { tabIndex: -1, "aria-labelledby": undefined, "aria-label": "Login" };

/** Key and secret, or a token. What is typed stays in this form until the client has it. */
export function LoginForm({ onLogIn }: { onLogIn: (credentials: Credentials) => Promise<void> }) {
  const [tab, setTab] = useState("key");
  const [accessKeyId, setAccessKeyId] = useState("");
  const [secretAccessKey, setSecretAccessKey] = useState("");
  const [keep, setKeep] = useState(true);
  const [token, setToken] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [tried, setTried] = useState(false);
  const { form, showProblem } = useFirstProblem();

  function show(next: string) {
    setTab(next);
    // What was tried was tried in the other one.
    setTried(false);
    setError(undefined);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    setError(undefined);
    if (busy) return;
    if (tab === "key" ? !accessKeyId || !secretAccessKey : !token) return showProblem();
    setBusy(true);
    try {
      await onLogIn(
        tab === "key"
          ? { way: keep ? "session" : "key", accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() }
          : { way: "token", token: token.trim() },
      );
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  }

  const missing = (value: string, what: string) => (tried && !value ? `${what} is missing` : undefined);
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      <Tabs.Root value={tab} onValueChange={show}>
        <Tabs.List className="tabs" aria-label="Ways to log in">
          <Tabs.Trigger value="key">Key and secret</Tabs.Trigger>
          <Tabs.Trigger value="token">Token (JWT)</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="key" {...panel}>
          <Field
            label="Access key ID"
            value={accessKeyId}
            onChange={(event) => setAccessKeyId(event.target.value)}
            autoComplete="username"
            problem={missing(accessKeyId, "The key")}
          />
          <Field
            label="Secret access key"
            type="password"
            value={secretAccessKey}
            onChange={(event) => setSecretAccessKey(event.target.value)}
            autoComplete="current-password"
            problem={missing(secretAccessKey, "The secret")}
          />
          <Checkbox
            label="Keep me logged in"
            hint="With lakeFS's session cookie, which scripts cannot read. Otherwise until this page is left."
            checked={keep}
            onChange={(event) => setKeep(event.target.checked)}
          />
        </Tabs.Content>
        <Tabs.Content value="token" {...panel}>
          <Field
            label="JSON Web Token (JWT)"
            type="password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            hint="Kept in memory until this page is left."
            problem={missing(token, "The token")}
          />
        </Tabs.Content>
      </Tabs.Root>
      {error !== undefined && <ErrorAlert error={error} title="The login failed" />}
      <Button type="submit" tone="primary" busy={busy} className="wide">
        Log in
      </Button>
    </form>
  );
}
