import { type ComponentProps, type ReactNode, useId } from "react";

interface FieldProps {
  label: string;
  /** Help for the input. */
  hint?: ReactNode;
  /** What is wrong with the value. */
  problem?: string | undefined;
}

function useFieldProps({ hint, problem }: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", problem ? `${id}-problem` : ""].filter(Boolean).join(" ");
  return {
    id,
    attributes: { id, "aria-describedby": described || undefined, "aria-invalid": problem ? true : undefined },
  };
}

function Frame({ id, label, hint, problem, children }: FieldProps & { id: string; children: ReactNode }) {
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

export function Field({ label, hint, problem, ...input }: FieldProps & ComponentProps<"input">) {
  const { id, attributes } = useFieldProps({ label, hint, problem });
  return (
    <Frame {...{ id, label, hint, problem }}>
      <input className="input" autoComplete="off" spellCheck={false} {...input} {...attributes} />
    </Frame>
  );
}

export function TextField({ label, hint, problem, ...input }: FieldProps & ComponentProps<"textarea">) {
  const { id, attributes } = useFieldProps({ label, hint, problem });
  return (
    <Frame {...{ id, label, hint, problem }}>
      <textarea className="input" autoComplete="off" spellCheck={false} {...input} {...attributes} />
    </Frame>
  );
}

export function Checkbox({ label, hint, problem, ...input }: FieldProps & ComponentProps<"input">) {
  const { id, attributes } = useFieldProps({ label, hint, problem });
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
