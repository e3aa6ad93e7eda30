export default function BackUpDialog(_: { ids: readonly string[]; onClose: () => void }) {
  return null;
}
