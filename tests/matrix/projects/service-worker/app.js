globalThis.outcome = async (key) => {
  const registration = await navigator.serviceWorker.register("./worker.js", { type: "module" });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  while (worker.state !== "activated")
    await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
  return new Promise((resolve) => {
    navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(key);
  });
};
