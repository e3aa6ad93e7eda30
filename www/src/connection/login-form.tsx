import { isLakeFSError } from "lakefs-wasm";
import { Tabs } from "radix-ui";
import { type FormEvent, useState } from "react";
import { ErrorAlert } from "../parts/alerts";
import { Button } from "../parts/button";
import { Checkbox, Field } from "../parts/field";
import { useAttempt } from "../parts/use-attempt";
import { useFirstProblem } from "../parts/use-focus";
import type { Credentials } from "./connection";

/** Named differently from its tab, whose name is also that of a field in it. */
const panel = { tabIndex: -1, "aria-labelledby": undefined, "aria-label": "Login" };

interface Draft {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly keep: boolean;
  readonly token: string;
}
type Tab = "key" | "token";

/** What the form gives, or nothing while a field is empty. */
function credentialsOf(tab: Tab, { accessKeyId, secretAccessKey, keep, token }: Draft): Credentials | undefined {
  if (tab === "token") return token.trim() ? { kind: "token", token: token.trim() } : undefined;
  if (!accessKeyId.trim() || !secretAccessKey.trim()) return undefined;
  const kind = keep ? "session" : "key";
  return { kind, accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() };
}

/** Key and secret, or a token. What is typed stays in this form until the client has it. */
export function LoginForm({ onLogIn }: { onLogIn: (credentials: Credentials) => Promise<void> }) {
  const [tab, setTab] = useState<Tab>("key");
  const [draft, setDraft] = useState<Draft>({ accessKeyId: "", secretAccessKey: "", keep: true, token: "" });
  const [tried, setTried] = useState(false);
  const { busy, error, attempt, clearError } = useAttempt();
  const { form, showProblem } = useFirstProblem();

  function show(next: Tab) {
    setTab(next);
    // An earlier attempt was made with the other tab.
    setTried(false);
    clearError();
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    clearError();
    if (busy) return;
    const credentials = credentialsOf(tab, draft);
    if (!credentials) return showProblem();
    if (await attempt(() => onLogIn(credentials))) return;
    const secret = form.current?.querySelector<HTMLInputElement>('input[type="password"]');
    secret?.focus();
    secret?.select();
    showProblem();
  }

  const fields = { draft, tried, onChange: (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change })) };
  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate>
      {/* Above the fields, so that the button stays where it is. */}
      {error !== undefined && <ErrorAlert error={error} {...explainLogin(error, tab)} />}
      <Tabs.Root value={tab} onValueChange={(value) => show(value === "token" ? "token" : "key")}>
        <Tabs.List className="tabs" aria-label="Ways to log in">
          <Tabs.Trigger value="key">Key and secret</Tabs.Trigger>
          <Tabs.Trigger value="token">Token (JWT)</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="key" {...panel}>
          <KeyFields {...fields} />
        </Tabs.Content>
        <Tabs.Content value="token" {...panel}>
          <TokenField {...fields} />
        </Tabs.Content>
      </Tabs.Root>
      <Button type="submit" tone="primary" busy={busy} className="wide">
        Log in
      </Button>
    </form>
  );
}

interface FieldsProps {
  draft: Draft;
  /** After an attempt to log in, empty fields are marked. */
  tried: boolean;
  onChange: (change: Partial<Draft>) => void;
}

function KeyFields({ draft: { accessKeyId, secretAccessKey, keep }, tried, onChange }: FieldsProps) {
  return (
    <>
      <Field
        label="Access key ID"
        value={accessKeyId}
        onChange={(event) => onChange({ accessKeyId: event.target.value })}
        autoComplete="username"
        problem={tried && !accessKeyId.trim() ? "Enter your access key ID" : undefined}
      />
      <Field
        label="Secret access key"
        type="password"
        value={secretAccessKey}
        onChange={(event) => onChange({ secretAccessKey: event.target.value })}
        autoComplete="current-password"
        problem={tried && !secretAccessKey.trim() ? "Enter your secret access key" : undefined}
      />
      <Checkbox
        label="Keep me logged in"
        hint="Stay logged in after a reload. Otherwise your key is kept in memory until you leave."
        checked={keep}
        onChange={(event) => onChange({ keep: event.target.checked })}
      />
    </>
  );
}

function TokenField({ draft: { token }, tried, onChange }: FieldsProps) {
  return (
    <Field
      label="JSON Web Token (JWT)"
      type="password"
      value={token}
      onChange={(event) => onChange({ token: event.target.value })}
      hint="Kept in memory until you leave."
      problem={tried && !token.trim() ? "Enter a token" : undefined}
    />
  );
}

/** The usual reason is a typing error, which lakeFS's message does not say. */
function explainLogin(error: unknown, tab: Tab) {
  if (!isLakeFSError(error, "unauthenticated")) return { title: "Could not log in" };
  return { title: tab === "key" ? "Wrong access key or secret" : "lakeFS does not accept this token", advice: "" };
}
