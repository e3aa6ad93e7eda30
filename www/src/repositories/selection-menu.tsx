import { DropdownMenu } from "radix-ui";
import { ACTIONS, MoreButton, type SelectionMenuProps } from "./selection-bar";

/** The actions that a narrow or low window has no room for. */
export default function SelectionMenu({ onAction }: SelectionMenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>
        <MoreButton />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={4}>
        {ACTIONS.slice(1).map(({ action, label, icon: Icon }) => (
          <DropdownMenu.Item key={action} className="menu-item" onSelect={() => onAction(action)}>
            <Icon aria-hidden /> {label}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
