import { createRoot } from "react-dom/client";
import { App } from "./app";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/calls.css";
import "./styles/controls.css";
import "./styles/surfaces.css";
import "./styles/views.css";
import "./styles/retention.css";
import "./styles/repositories.css";
import "./styles/print.css";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
