import { Field } from "../parts/field";

interface Props {
  branch: string;
  onChange: (branch: string) => void;
  catching: readonly string[];
  unsaved: boolean;
}

/** Which rules catch a branch. */
export function BranchTester({ branch, onChange, catching, unsaved }: Props) {
  return (
    <section className="card" aria-labelledby="tester">
      <h2 id="tester">Is a branch protected?</h2>
      <Field
        label="Branch name"
        className="input input-code"
        value={branch}
        onChange={(event) => onChange(event.target.value)}
        placeholder="release-2.1"
      />
      <div role="status">
        {branch && catching.length === 0 && (
          <p>
            <b className="break">{branch}</b> is not protected: anybody with leave to write can write to it.
          </p>
        )}
        {branch && catching.length > 0 && (
          <p>
            <b className="break">{branch}</b> is protected by{" "}
            {catching.length === 1 ? "one rule" : `${catching.length} rules`}:{" "}
            {catching.map((pattern, index) => (
              <span key={pattern}>
                {index > 0 && ", "}
                <code>{pattern}</code>
              </span>
            ))}
          </p>
        )}
        {branch && unsaved && <p className="fine">By the rules as you have them here, not yet saved.</p>}
      </div>
      <details>
        <summary>How patterns work</summary>
        <dl className="grammar">
          <div>
            <dt>
              <code>*</code>
            </dt>
            <dd>any text, slashes too</dd>
          </div>
          <div>
            <dt>
              <code>?</code>
            </dt>
            <dd>one character</dd>
          </div>
          <div>
            <dt>
              <code>[a-z]</code>
            </dt>
            <dd>one of a range</dd>
          </div>
          <div>
            <dt>
              <code>[abc]</code>
            </dt>
            <dd>one of a list</dd>
          </div>
          <div>
            <dt>
              <code>[!a]</code>
            </dt>
            <dd>any but that one</dd>
          </div>
          <div>
            <dt>
              <code>{"{a,b}"}</code>
            </dt>
            <dd>one or the other</dd>
          </div>
          <div>
            <dt>
              <code>\*</code>
            </dt>
            <dd>the character itself</dd>
          </div>
        </dl>
      </details>
    </section>
  );
}
