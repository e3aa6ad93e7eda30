import { Component, type ReactNode } from "react";
import { ErrorAlert } from "./alerts";

/** Shows an error that a component throws, instead of an empty page. */
export class Boundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <main id="main" className="page">
        <h1 tabIndex={-1}>This page has stopped</h1>
        <ErrorAlert error={this.state.error} reload={() => location.reload()} />
      </main>
    );
  }
}
