import { Tags } from "lucide-react";
import { useCallback } from "react";
import { useLakefs } from "../connection/context";
import { Empty, ErrorAlert, Loading } from "../parts/alerts";
import { CopyButton } from "../parts/button";
import { formatTime } from "../parts/timestamp";
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
      <p>Key-value pairs stored by lakeFS and other tools. Read-only here: lakeFS has no public API to change them.</p>
      {error !== undefined && <ErrorAlert error={error} reload={reload} />}
      {value === undefined && loading && <Loading label="Loading metadata" lines={3} />}
      {value && entries.length === 0 && (
        <Empty icon={<Tags aria-hidden />} title="No metadata">
          <p>Tools such as import jobs store keys here.</p>
        </Empty>
      )}
      {entries.length > 0 && (
        <table className="metadata">
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
                <td>
                  <span className="break">{text}</span>{" "}
                  {isTimestamp(key, text) && <span className="soft nowrap">({formatTime(Number(text))})</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Whether a value is probably a Unix time, by its key and length. */
const isTimestamp = (key: string, text: string) => /time|date/i.test(key) && /^1\d{9}$/.test(text);
