import { type ComponentProps, type ReactNode, useId } from "react";

interface Around {
  label: string;
  /** What helps before anything is wrong. */
  hint?: ReactNode;
  /** What is wrong with the value. */
  problem?: string | undefined;
}

function useAround({ hint, problem }: Around) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", problem ? `${id}-problem` : ""].filter(Boolean).join(" ");
  return {
    id,
    attributes: { id, "aria-describedby": described || undefined, "aria-invalid": problem ? true : undefined },
  };
}

function Frame({ id, label, hint, problem, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {/* Announced when it changes, and read with the field. */}
      <p className="problem" id={`${id}-problem`} aria-live="polite">
        {problem}
      </p>
    </div>
  );
}

export function Field({ label, hint, problem, ...input }: Around & ComponentProps<"input">) {
  const { id, attributes } = useAround({ label, hint, problem });
  return (
    <Frame {...{ id, label, hint, problem }}>
      <input className="input" autoComplete="off" spellCheck={false} {...input} {...attributes} />
    </Frame>
  );
}

export function TextField({ label, hint, problem, ...input }: Around & ComponentProps<"textarea">) {
  const { id, attributes } = useAround({ label, hint, problem });
  return (
    <Frame {...{ id, label, hint, problem }}>
      <textarea className="input" autoComplete="off" spellCheck={false} {...input} {...attributes} />
    </Frame>
  );
}

export function Check({ label, hint, problem, ...input }: Around & ComponentProps<"input">) {
  const { id, attributes } = useAround({ label, hint, problem });
  return (
    <div className="check">
      <input type="checkbox" {...input} {...attributes} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p className="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        {problem && (
          <p className="problem" id={`${id}-problem`}>
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}
