import { isLakeFSError } from "lakefs-wasm";
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
      const secret = form.current?.querySelector<HTMLInputElement>('input[type="password"]');
      secret?.focus();
      secret?.select();
      showProblem();
    } finally {
      setBusy(false);
    }
  }

  const missing = (value: string, problem: string) => (tried && !value ? problem : undefined);
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      {/* Above the fields, so that the button stays where it is. */}
      {error !== undefined && <ErrorAlert error={error} {...explainLogin(error, tab)} />}
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
            problem={missing(accessKeyId, "Enter your access key ID")}
          />
          <Field
            label="Secret access key"
            type="password"
            value={secretAccessKey}
            onChange={(event) => setSecretAccessKey(event.target.value)}
            autoComplete="current-password"
            problem={missing(secretAccessKey, "Enter your secret access key")}
          />
          <Checkbox
            label="Keep me logged in"
            hint="Stay logged in after a reload. Otherwise your key is kept in memory until you leave."
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
            hint="Kept in memory until you leave."
            problem={missing(token, "Enter a token")}
          />
        </Tabs.Content>
      </Tabs.Root>
      <Button type="submit" tone="primary" busy={busy} className="wide">
        Log in
      </Button>
    </form>
  );
}

/** A typing error is the usual reason: lakeFS's own words for it say less. */
function explainLogin(error: unknown, tab: string) {
  if (!isLakeFSError(error, "unauthenticated")) return { title: "Could not log in" };
  return { title: tab === "key" ? "Wrong access key or secret" : "lakeFS does not accept this token", advice: "" };
}
