import { type ComponentProps, type ComponentType, useState } from "react";
import { lazyComponent } from "./lazy-component";

/** A button and its menu, whose code is loaded when the pointer or the focus reaches the button; a click opens it once it is loaded. */
export function lazyMenu<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  Trigger: ComponentType<P & ComponentProps<"button">>,
): ComponentType<P> {
  const Menu = lazyComponent(load);
  const loadEarly = () => void load().catch(() => {}); // a click tries again and shows the error
  return function LazyMenu(props) {
    const [wanted, setWanted] = useState(false);
    const button = (
      <Trigger
        {...props}
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerEnter={loadEarly}
        onFocus={loadEarly}
        onClick={() => setWanted(true)}
      />
    );
    return wanted ? <Menu {...props} meanwhile={button} /> : button;
  };
}
