import { Tags } from "lucide-react";
import { useCallback } from "react";
import { useLakefs } from "../connection/context";
import { Empty, ErrorAlert, Loading } from "../parts/alerts";
import { CopyButton } from "../parts/button";
import { useLoad } from "../use-load";
import { useRepository } from "./context";

export default function MetadataView() {
  const lakefs = useLakefs();
  const { id } = useRepository();
  const { value, error, loading, reload } = useLoad(
    useCallback((signal) => lakefs.getRepositoryMetadata(id, { signal }), [lakefs, id]),
  );
  const entries = Object.entries(value ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <section className="card" aria-labelledby="metadata">
      <div className="card-head">
        <h2 id="metadata">Metadata</h2>
        {entries.length > 0 && <CopyButton text={JSON.stringify(value, null, 2)} label="Copy metadata as JSON" />}
      </div>
      <p>
        Keys and values that lakeFS and the tools around it keep with a repository, such as the time of the last import.
      </p>
      {error !== undefined && <ErrorAlert error={error} reload={reload} />}
      {value === undefined && loading && <Loading label="Loading metadata" lines={3} />}
      {value && entries.length === 0 && (
        <Empty icon={<Tags aria-hidden />} title="No metadata">
          <p>Nothing has been kept with this repository so far.</p>
        </Empty>
      )}
      {entries.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls it.
        <section className="scroll" tabIndex={0} aria-label="Metadata table">
          <table>
            <thead>
              <tr>
                <th scope="col">Key</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(([key, text]) => (
                <tr key={key}>
                  <th scope="row">
                    <code>{key}</code>
                  </th>
                  <td>{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
