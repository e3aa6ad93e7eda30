import { useRepository } from "../repository/context";
import { DumpSection } from "./dump";
import { RestoreSection } from "./restore";

export default function BackupView() {
  const { id } = useRepository();
  return (
    <div className="columns columns-even" key={id}>
      <DumpSection />
      <RestoreSection />
    </div>
  );
}
