import { createRoot } from "react-dom/client";
import { App } from "./app";
import { storedTheme, storeTheme } from "./theme";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/controls.css";
import "./styles/views.css";

// Before anything is drawn.
storeTheme(storedTheme());

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
