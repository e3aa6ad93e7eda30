import { Copy, ExternalLink, FolderOpen, HardDriveDownload, ShieldPlus, Trash2 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useLocation } from "wouter";
import { copyText } from "../parts/copy";
import { lakefsPage } from "../parts/lakefs-ui";
import { useToast } from "../parts/toasts";
import { RowMenuButton, type RowMenuProps } from "./row";

export default function RowMenu({ row, onAction }: RowMenuProps) {
  const { id, storage_namespace, default_branch, read_only } = row.repository;
  const [, navigate] = useLocation();
  const toast = useToast();
  const isOpen = row.findings.some((finding) => finding.rule === "default_branch_unprotected");
  const data = lakefsPage(`/repositories/${id}/objects`);

  const copy = (text: string) =>
    void copyText(text).then((copied) =>
      toast(copied ? `Copied ${text}` : "Could not copy: the browser does not allow it."),
    );

  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>
        <RowMenuButton row={row} onAction={onAction} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
        <DropdownMenu.Item className="menu-item" onSelect={() => navigate(`/repositories/${id}`)}>
          <FolderOpen aria-hidden /> Open
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => copy(id)}>
          <Copy aria-hidden /> Copy name
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => copy(storage_namespace)}>
          <Copy aria-hidden /> Copy namespace
        </DropdownMenu.Item>
        {data && (
          <DropdownMenu.Item className="menu-item" asChild>
            <a href={data} target="_blank" rel="noreferrer">
              <ExternalLink aria-hidden /> Browse data in lakeFS
            </a>
          </DropdownMenu.Item>
        )}
        <DropdownMenu.Separator className="menu-line" />
        <DropdownMenu.Item
          className="menu-item"
          disabled={!isOpen || read_only === true}
          onSelect={() => onAction("protect", row)}
        >
          <ShieldPlus aria-hidden /> Protect {default_branch}…
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => onAction("back-up", row)}>
          <HardDriveDownload aria-hidden /> Back up…
        </DropdownMenu.Item>
        <DropdownMenu.Separator className="menu-line" />
        <DropdownMenu.Item className="menu-item menu-danger" onSelect={() => onAction("delete", row)}>
          <Trash2 aria-hidden /> Delete…
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
