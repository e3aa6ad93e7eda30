import { Component, type ReactNode } from "react";
import { ErrorAlert } from "./alerts";

/** What a mistake of this page's own looks like, instead of nothing at all. */
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
